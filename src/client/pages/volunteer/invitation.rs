//! What an invitation allows, before it is used; and the one thing asked of who joins, unless it is for another
//! device of theirs.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::client::parts::page::Heading;
use crate::client::parts::when::{clock_time, long_day};
use crate::sync::certificate::{Certificate, Kind, Reach, Role};
use crate::sync::device::Invitation;
use crate::t;

/// A name is no longer than this: characters.
pub const NAME_LENGTH: usize = 40;

/// What somebody may do who joins by this certificate's invitation.
fn allows(certificate: &Certificate) -> String {
    match (certificate.role, &certificate.reach) {
        (Role::Organiser, _) => t!("volunteer.invited_organiser"),
        (Role::Trainer, _) => t!("volunteer.invited_trainer"),
        (Role::Volunteer, Reach::Stairs(stairs)) => {
            t!("volunteer.invited_stairs", n = stairs.len())
        }
        (Role::Volunteer, _) => t!("volunteer.invited_volunteer"),
    }
}

fn is_second_device(certificate: &Certificate) -> bool {
    matches!(
        certificate.kind,
        Kind::Invite {
            second_device_of: Some(_),
            ..
        }
    )
}

/// The invitation, and a name to join by; none, where somebody who has one brings another device. What went
/// wrong stands there.
#[component]
pub fn Invited(
    invitation: Invitation,
    busy: Signal<bool>,
    wrong: Signal<Option<String>>,
    join: Callback<String>,
) -> impl IntoView {
    let certificate = &invitation.checked.certificate;
    let until = invitation.checked.limit;
    let until = until.unwrap_or(invitation.checked.until);
    let until = t!(
        "volunteer.invited_until",
        day = long_day(until),
        time = clock_time(until)
    );
    let uses = t!("volunteer.invited_uses", n = invitation.uses_left);
    let second = is_second_device(certificate).then(|| t!("volunteer.invited_second_device"));
    let practice = certificate.practice.then(|| t!("volunteer.practice"));
    view! {
        <Heading>{t!("volunteer.invited")}</Heading>
        {practice.map(|words| view! { <p class="watermark">{words}</p> })}
        <ul class="card">
            <li>
                <strong>{allows(certificate)}</strong>
            </li>
            {second.map(|words| view! { <li>{words}</li> })}
            <li>{uses}</li>
            <li>{until}</li>
        </ul>
        <p class="quiet">{t!("volunteer.invited_privacy")}</p>
        {match is_second_device(certificate) {
            true => view! { <AsSelf busy wrong join /> }.into_any(),
            false => view! { <Name busy wrong join /> }.into_any(),
        }}
    }
}

/// To join as who one is already: on their other devices they have a name.
#[component]
fn AsSelf(
    busy: Signal<bool>,
    wrong: Signal<Option<String>>,
    join: Callback<String>,
) -> impl IntoView {
    let joins = move |_| {
        if !busy.get_untracked() {
            join.run(String::new());
        }
    };
    view! {
        <div class="stack reach">
            <p>{t!("phone.invited_as_self")}</p>
            <p class="error" role="alert">
                {move || wrong.get()}
            </p>
            <button
                type="button"
                class="button primary whole"
                aria-disabled=move || busy.get().then_some("true")
                on:click=joins
            >
                {move || if busy.get() { t!("volunteer.joining") } else { t!("volunteer.join") }}
            </button>
        </div>
    }
}

#[component]
fn Name(
    busy: Signal<bool>,
    wrong: Signal<Option<String>>,
    join: Callback<String>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let empty = RwSignal::new(false);
    let complaint = move || {
        if empty.get() {
            Some(t!("volunteer.name_missing"))
        } else {
            wrong.get()
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let name = typed.get_untracked().trim().to_string();
        empty.set(name.is_empty());
        if !name.is_empty() && !busy.get_untracked() {
            join.run(name);
        }
    };
    view! {
        <form class="stack reach" on:submit=submit>
            <div class="field">
                <label for="name">{t!("volunteer.your_name")}</label>
                <p class="hint" id="name-hint">
                    {t!("volunteer.your_name_hint")}
                </p>
                <p class="error" id="name-wrong" role="alert">
                    {complaint}
                </p>
                <input
                    id="name"
                    type="text"
                    dir="auto"
                    autocomplete="given-name"
                    maxlength=NAME_LENGTH.to_string()
                    aria-describedby="name-hint name-wrong"
                    aria-invalid=move || empty.get().then_some("true")
                    prop:value=typed
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        empty.set(false);
                    }
                />
            </div>
            <button
                type="submit"
                class="button primary whole"
                aria-disabled=move || busy.get().then_some("true")
            >
                {move || if busy.get() { t!("volunteer.joining") } else { t!("volunteer.join") }}
            </button>
        </form>
    }
}
