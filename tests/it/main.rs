//! The native tests that look at the project from outside, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod corpus;
mod cost;
mod counter;
mod desk;
mod endpoint;
mod example;
mod exports;
mod import;
mod members;
mod merging;
mod night;
mod phones;
mod sealing;
mod session;
mod site;
mod three_months;
mod tidy;
mod vectors;
