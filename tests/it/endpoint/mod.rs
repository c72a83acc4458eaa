//! A real endpoint, over real HTTP, with a real database: what it takes, what it refuses, and that
//! a refusal leaves no trace.

mod camp;
mod database;
mod hand;
mod pushes;
