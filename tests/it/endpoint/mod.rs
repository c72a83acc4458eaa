//! A real endpoint, over real HTTP, with a real database: what it takes, what it refuses, and that
//! a refusal leaves no trace.

mod bodies;
mod camp;
mod database;
mod ending;
mod full;
mod hand;
mod headers;
mod invitations;
mod kills;
mod members;
mod pushes;
mod quotas;
mod raw;
mod restored;
mod roster;
mod slow;
mod streams;
