//! Who runs the campaign, device by device, and which invitations are still open: each with the
//! way to take it off.

use leptos::prelude::*;

use super::known::Known;
use crate::canvass::author::CertificateId;
use crate::canvass::estate::{Turf, turfs};
use crate::canvass::hex;
use crate::canvass::id::StairId;
use crate::client::parts::when::{long_day, time_and_day};
use crate::client::phone::Phone;
use crate::locales;
use crate::organise::phones::Whose;
use crate::organise::roster::{Off, OpenInvitation, Roster, RosterDevice};
use crate::organise::selection;
use crate::sync::certificate::Role;
use crate::t;

/// The way to the page that takes this off.
fn way_off(subject: CertificateId) -> String {
    format!("/organise/phones/{}", hex::encode(&subject.0))
}

/// What a device is called: its person's name, or the turfs it is for.
pub fn name_of(phone: Phone, device: &RosterDevice) -> String {
    let whose = Whose {
        name: device.name.clone(),
        turfs: turfs_within(phone, &device.stairs),
    };
    whose.called(locales::fill)
}

/// The turfs that lie in these stairs.
fn turfs_within(phone: Phone, stairs: &[StairId]) -> Vec<String> {
    phone.read_untracked(|state| {
        let within = |turf: &Turf| {
            let of_turf = selection::stairs_of(state, turf);
            !of_turf.is_empty() && of_turf.iter().all(|stair| stairs.contains(stair))
        };
        let all = turfs(state).into_iter();
        all.filter(within).map(|turf| turf.name).collect()
    })
}

/// What an invitation is to: the turfs in its stairs, or the role.
pub fn invited_to(phone: Phone, invitation: &OpenInvitation) -> String {
    let role = match (invitation.role, invitation.second_device) {
        (_, true) => return t!("keys.to_second_device"),
        (Role::Organiser, _) => return t!("keys.to_organiser"),
        (Role::Trainer, _) => t!("keys.to_trainer"),
        (Role::Volunteer, _) => t!("keys.to_volunteer"),
    };
    let named = turfs_within(phone, &invitation.stairs);
    match named.is_empty() {
        true => role,
        false => t!("keys.to_turf", role = role, turfs = named.join(", ")),
    }
}

/// What was begun and not finished: said until it is.
#[component]
pub fn HalfTakenOff() -> impl IntoView {
    let phone = expect_context::<Phone>();
    phone.half_taken_off().map(|subject| {
        view! {
            <div class="banner stop" role="alert">
                <p>{t!("keys.half_taken_off")}</p>
                <a class="button whole" href=way_off(subject)>
                    {t!("keys.finish")}
                </a>
            </div>
        }
    })
}

/// Organisers' and trainers' devices that are given no turf, and the open invitations.
#[component]
pub fn OnCampaign(known: RwSignal<Known>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let roster = Memo::new(move |_| {
        known.with(|known| known.members.as_ref().map(|members| phone.roster(members)))
    });
    move || roster.get().map(|roster| sections(phone, &roster))
}

fn sections(phone: Phone, roster: &Roster) -> impl IntoView + use<> {
    let organisers: Vec<_> = roster
        .devices
        .iter()
        .filter(|device| device.role == Role::Organiser)
        .map(|device| organiser_row(phone, device))
        .collect();
    let open: Vec<_> = roster
        .invitations
        .iter()
        .map(|invitation| invitation_row(phone, invitation))
        .collect();
    let none = open.is_empty();
    view! {
        <h2>{t!("keys.organisers_devices")}</h2>
        <ul class="stack">{organisers}</ul>
        <h2>{t!("keys.open_invitations")}</h2>
        {none.then(|| view! { <p>{t!("keys.open_none")}</p> })}
        <ul class="stack">{open}</ul>
    }
}

fn organiser_row(phone: Phone, device: &RosterDevice) -> impl IntoView + use<> {
    let heard = match device.last_heard {
        Some(at) => time_and_day(at),
        None => t!("organiser.never"),
    };
    let what = match (device.is_this, device.off) {
        (true, _) => Some(t!("keys.this_device")),
        (false, Off::No) => None,
        (false, _) => Some(t!("organiser.phone_revoked")),
    };
    let is_on = device.off == Off::No;
    let off =
        (is_on && device.may_take_off).then(|| link_off(device.subject, name_of(phone, device)));
    let above = (is_on && !device.is_this && !device.may_take_off)
        .then(|| view! { <p class="quiet small">{t!("keys.may_not")}</p> });
    view! {
        <li class="card">
            <h3>
                <bdi>{name_of(phone, device)}</bdi>
            </h3>
            {what.map(|words| view! { <p class="figure">{words}</p> })}
            <p class="quiet">{t!("keys.heard_last", time = heard)}</p>
            {off}
            {above}
        </li>
    }
}

/// The way to take a device off, named for whose it is.
pub fn link_off(subject: CertificateId, name: String) -> impl IntoView + use<> {
    view! {
        <a
            class="button plain"
            href=way_off(subject)
            aria-label=t!("keys.take_off_whom", name = name)
        >
            {t!("keys.take_off_link")}
        </a>
    }
}

fn invitation_row(phone: Phone, invitation: &OpenInvitation) -> impl IntoView + use<> {
    let to = invited_to(phone, invitation);
    let words = t!(
        "keys.invitation_open",
        n = invitation.uses_left,
        day = long_day(invitation.until)
    );
    let back = invitation.may_take_back.then(|| {
        view! {
            <a
                class="button plain"
                href=way_off(invitation.subject)
                aria-label=t!("keys.take_back_what", what = to.clone())
            >
                {t!("keys.take_back_link")}
            </a>
        }
    });
    view! {
        <li class="card">
            <h3>
                <bdi>{to.clone()}</bdi>
            </h3>
            <p class="quiet">{words}</p>
            {back}
        </li>
    }
}
