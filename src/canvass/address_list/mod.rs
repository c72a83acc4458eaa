//! Address lists.
