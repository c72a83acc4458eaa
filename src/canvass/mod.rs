//! What is true at the doors. Pure: no IO, no clock, no randomness.
//!
//! A door is a [`place`]; what happens at it is an [`event`] in a log; the [`policy`] says who
//! may strike what; the [`fold`] turns a set of events into one state, the same on every device.

pub mod about;
pub mod access;
pub mod act;
pub mod added;
pub mod address_list;
pub mod attempts;
pub mod author;
pub mod ballot;
pub mod basis;
pub mod card;
pub mod checkpoint;
pub mod consent;
pub mod conversation;
pub mod demand;
pub mod deputation;
pub mod dot;
pub mod draft;
pub mod dwelling;
pub mod estate;
pub mod event;
pub mod fact;
pub mod fold;
pub mod group;
pub mod handover;
pub mod hex;
pub mod hours;
pub mod household;
pub mod id;
pub mod incident;
pub mod knocker;
pub mod language;
pub mod loose;
pub mod meeting;
pub mod neighbours;
pub mod no_knock;
pub mod note;
pub mod order;
mod outcome;
pub mod petition;
pub mod policy;
pub mod promise;
pub mod provenance;
pub mod readback;
pub mod register;
mod revocation;
pub mod route;
pub mod script;
pub mod shift;
mod shown;
pub mod slot;
#[cfg(test)]
pub(crate) mod small;
pub mod snapshot;
pub mod story;
pub mod stream;
pub mod structure;
pub mod switched;
pub mod tenure;
pub mod training;
mod value;
pub mod walk;
pub mod way_in;
pub mod whose;
