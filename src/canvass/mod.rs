//! What is true at the doors. Pure: no IO, no clock, no randomness.
//!
//! A door is a [`place`]; what happens at it is an [`event`] in a log; the [`policy`] says who
//! may strike what; the [`fold`] turns a set of events into one state, the same on every device.

pub mod about;
pub mod address_list;
pub mod author;
pub mod checkpoint;
pub mod consent;
pub mod conversation;
pub mod dot;
pub mod draft;
pub mod estate;
pub mod event;
pub mod fact;
pub mod fold;
pub mod hex;
pub mod household;
pub mod id;
pub mod knocker;
pub mod language;
pub mod order;
mod outcome;
pub mod policy;
pub mod promise;
pub mod provenance;
pub mod register;
mod revocation;
pub mod script;
pub mod shift;
mod shown;
pub mod snapshot;
pub mod stream;
pub mod walk;
