//! Whether anything may leave this device just now.

use leptos::prelude::*;

use crate::canvass::fold::State;
use crate::canvass::handover::Committee;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::organise::lock::{Locked, MayExport, MayPrint, may_export, may_print};
use crate::t;

/// Whether files may be taken out now; followed as that changes.
///
/// # Errors
/// [`Locked`].
pub fn followed(phone: Phone) -> Result<MayExport, Locked> {
    let committee = phone.membership().get().and_then(|own| own.committee);
    phone.read(|state| may_export(state, committee.as_ref(), tonight().today))
}

/// Whether files may be taken out now, asked once.
///
/// # Errors
/// [`Locked`].
pub fn to_export(phone: Phone) -> Result<MayExport, Locked> {
    asked(phone, may_export)
}

/// Whether sheets may be printed now, asked once.
///
/// # Errors
/// Why not, in words.
pub fn to_print(phone: Phone) -> Result<MayPrint, String> {
    asked(phone, may_print).map_err(|locked| t!(locked.key()))
}

fn asked<T>(
    phone: Phone,
    may: fn(&State, Option<&Committee>, i32) -> Result<T, Locked>,
) -> Result<T, Locked> {
    let membership = phone.membership().get_untracked();
    let committee = membership.and_then(|own| own.committee);
    phone.read_untracked(|state| may(state, committee.as_ref(), tonight().today))
}
