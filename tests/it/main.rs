//! The native tests that look at the project from outside, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod import;
mod session;
mod tidy;
