//! What the doors add up to. Pure: no IO, no clock, no randomness.
//!
//! Before the night: an address list is [`publish`]ed, or doors are made [`by_hand`] and shown where
//! they are ([`placing`]); the [`listening`] script asked,
//! changed as a [`script_draft`] and looked over for what is [`off_limits`], a
//! [`turf`] estimated, [`teams`] sent out. The morning after: a [`report`], and [`export`]s anyone can open.
//! Over the weeks: the [`chart`] of the whole estate, the [`leaders`] whom homes name, the [`issues`]
//! they raise and what comes of them, the [`evidence`] for a deputation, where people are [`standing`],
//! what a [`structure`] test of it shows, who comes to [`meetings`] and what a general meeting
//! of members decides ([`agm`]), [`stories`] that are told by their own
//! tellers' leave, the [`groups`] that were there before, who signed a [`petition`], by when a [`deputation`] is
//! told of in [`working_days`] by the rules of its [`council`], who may vote in a [`ballot`], what neighbours need and offer each other
//! ([`aid`]), the [`training`] of those who do it, the [`week`] in figures, and what is kept of
//! it all after the [`ending`].

pub mod again;
pub mod agm;
pub mod aid;
pub mod back;
pub mod ballot;
pub mod board;
pub mod board_sheet;
pub mod by_hand;
pub mod by_version;
pub mod came;
pub mod chart;
pub mod contacts;
pub mod council;
pub mod counted;
pub mod deputation;
#[cfg(test)]
mod device;
pub mod eleven;
pub mod ending;
pub mod estates;
pub mod evening;
pub mod evidence;
pub mod export;
pub mod groups;
pub mod handover;
pub mod incidents;
pub mod issues;
pub mod lead;
pub mod leaders;
pub mod lifting;
pub mod listening;
pub mod lock;
pub mod meetings;
pub mod message;
#[cfg(test)]
mod must_not_tests;
pub mod naming;
pub mod noted;
pub mod off_limits;
pub mod out_of_hours;
pub mod paper;
pub mod petition;
pub mod phones;
pub mod placing;
pub mod practice;
pub mod publish;
pub mod recovery_sheet;
pub mod report;
pub mod requests;
pub mod resume;
pub mod roster;
pub mod rounds;
pub mod script_draft;
pub mod selection;
pub mod settle;
mod sheets;
#[cfg(test)]
use crate::canvass::small;
pub mod standing;
pub mod stories;
pub mod structure;
pub mod teams;
pub mod tomorrow;
pub mod training;
pub mod turf;
pub mod week;
pub mod working_days;
