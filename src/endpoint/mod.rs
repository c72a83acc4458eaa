//! endpoint
pub mod assets;
pub mod guard;
