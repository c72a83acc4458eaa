//! The native tests that look at the project from outside, in one binary.
