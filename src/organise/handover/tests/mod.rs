//! What goes along and what does not, and that a campaign filled from it has as much.

mod packing_tests;
