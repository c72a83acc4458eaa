//! Taking a phone off the campaign, or an invitation back: first what that does, then one tap.

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::known::{self, Answer, AskAgain};
use super::on_campaign::{invited_to, name_of};
use crate::canvass::author::CertificateId;
use crate::client::members::TakenOff;
use crate::client::parts::when::{long_day, time_and_day};
use crate::client::phone::Phone;
use crate::organise::roster::{Off, OpenInvitation, Roster, RosterDevice};
use crate::t;

/// What the page holds.
#[derive(Clone, Copy)]
struct Taking {
    phone: Phone,
    subject: CertificateId,
    busy: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
    done: RwSignal<Option<TakenOff>>,
}

/// The page.
#[component]
pub fn TakeOff(
    /// Who or what is to be taken off: a certificate's name.
    subject: CertificateId,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let known = known::ask(phone);
    let taking = Taking {
        phone,
        subject,
        busy: RwSignal::new(false),
        wrong: RwSignal::new(None),
        done: RwSignal::new(None),
    };
    // As it was when the page was opened: what is said of it does not change under the thumb.
    let roster = RwSignal::new(None::<Roster>);
    Effect::new(move |_| {
        let said = known.with(|known| known.members.as_ref().map(|members| phone.roster(members)));
        if let (Some(said), None) = (said, roster.get_untracked()) {
            roster.set(Some(said));
        }
    });
    view! {
        <OrganiserPage title=t!("keys.take_off") back=Back::Phones>
            {move || match (taking.done.get(), roster.get()) {
                (Some(done), _) => taken_off(&done).into_any(),
                (None, Some(roster)) => before(taking, &roster),
                (None, None) => {
                    view! {
                        <p role="status">{asking(&known.get().answer)}</p>
                        <AskAgain known=known />
                    }
                        .into_any()
                }
            }}
        </OrganiserPage>
    }
}

fn asking(answer: &Answer) -> String {
    match answer {
        Answer::NotNow(reason) => t!("organiser.phones_not_now", reason = reason),
        Answer::Asking | Answer::Now => t!("organiser.phones_asking"),
    }
}

fn before(taking: Taking, roster: &Roster) -> AnyView {
    if let Some(device) = roster.device(taking.subject) {
        return match device {
            RosterDevice { off: Off::Yes, .. }
                if taking.phone.half_taken_off() != Some(taking.subject) =>
            {
                view! { <p>{t!("keys.is_off")}</p> }.into_any()
            }
            RosterDevice { is_this: true, .. } => {
                view! { <p>{t!("keys.not_this_one")}</p> }.into_any()
            }
            RosterDevice {
                may_take_off: false,
                ..
            } => view! { <p>{t!("keys.may_not")}</p> }.into_any(),
            device => device_goes(taking, device).into_any(),
        };
    }
    match roster.invitation(taking.subject) {
        Some(invitation) if invitation.may_take_back => {
            invitation_goes(taking, invitation).into_any()
        }
        Some(_) => view! { <p>{t!("keys.may_not")}</p> }.into_any(),
        None => view! { <p>{t!("keys.no_such_device")}</p> }.into_any(),
    }
}

fn device_goes(taking: Taking, device: &RosterDevice) -> impl IntoView + use<> {
    let heard = match device.last_heard {
        Some(at) => time_and_day(at),
        None => t!("organiser.never"),
    };
    let invitations = device.invitations.len();
    let below = device.below;
    view! {
        <p class="figure">
            <bdi>{name_of(taking.phone, device)}</bdi>
        </p>
        <p>{t!("keys.heard_last", time = heard)}</p>
        <h2>{t!("keys.what_happens")}</h2>
        <ul class="bullets">
            <li>{t!("keys.refused_at_once")}</li>
            <li>{t!("keys.sent_stays")}</li>
            <li>{t!("keys.unsent_stays_there")}</li>
            <li>{t!("keys.keeps_until_told")}</li>
            <li>{t!("keys.others_get_keys")}</li>
            {(invitations > 0).then(|| view! { <li>{t!("keys.invitations_go", n = invitations)}</li> })}
            {(below > 0).then(|| view! { <li>{t!("keys.below_stay", n = below)}</li> })}
            <li>{t!("keys.for_good")}</li>
        </ul>
        {buttons(taking, t!("keys.take_off_now"), t!("keys.leave_on"))}
    }
}

fn invitation_goes(taking: Taking, invitation: &OpenInvitation) -> impl IntoView + use<> {
    let words = t!(
        "keys.invitation_open",
        n = invitation.uses_left,
        day = long_day(invitation.until)
    );
    view! {
        <p class="figure">{invited_to(taking.phone, invitation)}</p>
        <p>{words}</p>
        <h2>{t!("keys.what_happens")}</h2>
        <ul class="bullets">
            <li>{t!("keys.nobody_joins")}</li>
            <li>{t!("keys.joined_stay")}</li>
            <li>{t!("keys.others_get_keys")}</li>
        </ul>
        {buttons(taking, t!("keys.take_back_now"), t!("keys.leave_open"))}
    }
}

fn buttons(taking: Taking, go: String, stay: String) -> impl IntoView {
    let Taking { busy, wrong, .. } = taking;
    view! {
        <p class="error" role="alert">
            {move || wrong.get()}
        </p>
        <p role="status">{move || busy.get().then(|| t!("keys.taking_off"))}</p>
        <div class="reach">
            <button
                type="button"
                class="button danger whole"
                disabled=busy
                on:click=move |_| go_on(taking)
            >
                {go}
            </button>
            <a class="button whole" href="/organise/phones">
                {stay}
            </a>
        </div>
    }
}

fn go_on(taking: Taking) {
    if taking.busy.get_untracked() {
        return;
    }
    taking.busy.set(true);
    taking.wrong.set(None);
    leptos::task::spawn_local(async move {
        let outcome = taking.phone.revoke(taking.subject).await;
        let _ = taking.busy.try_set(false);
        match outcome {
            Ok(done) => {
                let _ = taking.done.try_set(Some(done));
            }
            Err(reason) => {
                let words = t!("keys.not_finished", reason = reason.sentence());
                let _ = taking.wrong.try_set(Some(words));
            }
        }
    });
}

fn taken_off(done: &TakenOff) -> impl IntoView + use<> {
    view! {
        <div role="status" class="stack">
            <p class="figure">{t!("keys.taken_off")}</p>
            <p>{t!("keys.new_keys", n = done.devices)}</p>
            {(done.invitations > 0)
                .then(|| view! { <p>{t!("keys.new_keys_invitations", n = done.invitations)}</p> })}
        </div>
        <a class="button primary whole" href="/organise/phones">
            {t!("organiser.phones")}
        </a>
    }
}
