//! Waiting.

use std::time::Duration;

/// Waits. Inside of [`virtual_time`](super::virtual_time), nobody really does.
pub(crate) async fn pause(duration: Duration) {
    #[cfg(test)]
    if super::virtual_time::is_on() {
        return super::virtual_time::pause(duration).await;
    }
    tokio::time::sleep(duration).await;
}
