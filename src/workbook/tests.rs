//! Good and bad files.
