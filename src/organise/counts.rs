//! What an organiser's device says it has merged: [`counted`](super::counted), by its other name.

pub use super::counted::to_count as due;
