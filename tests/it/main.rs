//! The native tests that look at the project from outside, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod counter;
mod endpoint;
mod example;
mod exports;
mod import;
mod merging;
mod night;
mod sealing;
mod session;
mod site;
mod tidy;
mod vectors;
