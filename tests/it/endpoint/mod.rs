//! A real endpoint, over real HTTP, with a real database: what it takes, what it refuses, and that
//! a refusal leaves no trace.

mod backups;
mod bodies;
mod camp;
mod carrying;
mod certified;
mod checkpoints;
mod closing;
pub mod cluster;
mod database;
mod ending;
mod full;
mod full_at_routes;
mod hand;
mod handing_over;
mod headers;
mod hostile;
mod invitations;
mod kills;
mod logged;
mod members;
mod monitoring;
mod postgres;
mod pushes;
mod quotas;
mod raw;
mod restored;
mod roster;
mod slow;
mod start_codes;
mod streams;
mod writers;
