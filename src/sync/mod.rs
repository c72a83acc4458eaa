//! How events travel. Pure: time and randomness are arguments, and there is no IO.
//!
//! A device has [`keys`]; a [`certificate`] and its [`chain`] say who it is and what it may do,
//! down from the [`root`]; an [`epoch`]'s keys seal its [`batch`]es; [`invite`]s and [`grant`]s bring keys to
//! new devices; the [`session`] decides what to send and what came; [`wire`] is what both sides
//! of a request agree on; [`carried`] is what travels by hand; [`lent`] seals a list of people to one
//! phone; [`handover`] what a residents' committee begins with, and [`closing`] ends what was there
//! before; [`whose`] tells a person's own devices from those that are said to be theirs. Written down for
//! others in `docs/protocol.md`.
//!
//! It knows `canvass`'s dots, streams and roles, never the reverse.

mod armour;
pub mod batch;
mod by_keyholders;
pub mod carried;
pub mod certificate;
pub mod chain;
pub mod checkpoint;
pub mod closing;
pub mod device;
pub mod epoch;
pub mod extension;
mod founding;
pub mod grant;
pub mod granting;
pub mod handover;
pub mod incident;
pub mod inner;
pub mod invite;
pub mod keyholding;
pub mod keys;
pub mod lent;
pub mod outbox;
pub mod pin;
pub mod reader;
pub mod refusal;
pub mod root;
pub mod session;
pub mod vouched;
pub mod whose;
pub mod wire;
