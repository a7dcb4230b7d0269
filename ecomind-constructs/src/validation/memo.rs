//! What is made once, however many threads need it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Values by key. Clones share what they make, and each keeps what it has seen, so that nobody
/// waits for another but for what is new to both.
#[derive(Debug)]
pub(super) struct Memo<K, V> {
    seen: BTreeMap<K, Arc<V>>,
    all: Arc<Mutex<BTreeMap<K, Arc<V>>>>,
}

impl<K: Copy + Ord, V> Memo<K, V> {
    /// The value of `key`, which `make` makes when nobody has.
    pub(super) fn get(&mut self, key: K, make: impl FnOnce() -> V) -> &Arc<V> {
        self.seen.entry(key).or_insert_with(|| {
            // A panic in `make` leaves nothing behind.
            let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(key).or_insert_with(|| Arc::new(make())))
        })
    }

    /// What this one has seen.
    pub(super) fn seen(&self) -> impl ExactSizeIterator<Item = (K, &V)> {
        self.seen.iter().map(|(key, value)| (*key, value.as_ref()))
    }
}

impl<K, V> Clone for Memo<K, V> {
    fn clone(&self) -> Self {
        Self { seen: BTreeMap::new(), all: Arc::clone(&self.all) }
    }
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { seen: BTreeMap::new(), all: Arc::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_what_was_made() {
        let mut one = Memo::default();
        let mut other = one.clone();
        assert_eq!(**one.get("a", || 1), 1);
        assert_eq!(**other.get("a", || panic!("it is made already")), 1);
        assert_eq!(**other.get("b", || 2), 2);
        assert_eq!((one.seen().len(), other.seen().len()), (1, 2));
    }
}
