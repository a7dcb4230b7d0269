//! Owns the workspace's tests (`tests/`) and runnable examples (`examples/`); it has no code.
