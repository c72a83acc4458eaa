//! The pages, by who uses them.

pub mod day;
pub mod organiser;
pub mod start;
pub mod volunteer;
