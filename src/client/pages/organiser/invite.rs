//! An invitation, to a turf, to run the campaign, to train, or for another device of one's own: what it allows, for how many and until when;
//! then its link, its square code and its 16 characters. It carries nothing about any resident.

use std::collections::BTreeSet;

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::about::AboutFirst;
use super::frame::{Back, OrganiserPage};
use super::hours;
use super::square_code::qr;
use super::tonight::opens::{Opens, OpensMany};
use crate::canvass::about::AboutUs;
use crate::canvass::estate::{Turf, turfs};
use crate::canvass::id::{StairId, TurfId};
use crate::canvass::loose;
use crate::canvass::stream::Stream;
use crate::client::clock;
use crate::client::own_device::own_device_terms;
use crate::client::pages::day;
use crate::client::parts::when::long_day;
use crate::client::phone::Phone;
use crate::client::told::PhoneError;
use crate::organise::selection;
use crate::sync::certificate::{Reach, Role};
use crate::sync::device::InviteTerms;
use crate::sync::invite::InviteCode;
use crate::t;

/// How many an invitation is for unless more are asked: people knock in pairs.
pub const USUAL_USES: u16 = 2;
/// More on one link than this is no turf any more.
const MOST_USES: u16 = 50;

/// An invitation that was just made. It is shown now and kept nowhere.
#[derive(Clone, PartialEq)]
struct Made {
    code: InviteCode,
    uses: u16,
    until: i64,
}

/// What is invited to.
#[derive(Clone, Copy)]
enum To {
    /// A turf, once it is here.
    Turf(Memo<Option<Turf>>),
    /// Everything, as an organiser.
    Organiser,
    /// Every stair there is, as a trainer.
    Trainer,
    /// What this device reaches, for another one of the same person.
    OwnDevice,
}

impl To {
    /// What who joins may do, in words.
    fn allows(self) -> String {
        match self {
            To::Turf(_) => t!("organiser.invite_allows"),
            To::Organiser => t!("organiser.invite_organiser_allows"),
            To::Trainer => t!("keys.trainer_allows"),
            To::OwnDevice => t!("keys.device_allows"),
        }
    }

    /// What it opens for the doors it is meant for: of a turf, more than those.
    fn opens(self, phone: Phone) -> Opens {
        let doors = match self {
            To::Turf(turf) => turf.get().map(|turf| turf.doors).unwrap_or_default(),
            To::Organiser | To::Trainer | To::OwnDevice => Vec::new(),
        };
        phone.read(|state| Opens::of(state, &doors))
    }
}

/// What the page holds.
#[derive(Clone, Copy)]
struct Inviting {
    phone: Phone,
    to: To,
    uses: RwSignal<String>,
    until: RwSignal<String>,
    error: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    made: RwSignal<Option<Made>>,
    /// Whether it has been said who asks, what is kept and why. A memo: whatever else comes in must
    /// not draw the form anew under somebody's fingers.
    about_whole: Memo<bool>,
}

/// The page.
#[component]
pub fn Invite(
    /// The turf in the address, if it names one.
    turf: Option<TurfId>,
    /// Where "back" leads.
    back: Back,
    /// Who may use it.
    least: Role,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let turf = Memo::new(move |_| {
        let id = turf?;
        phone.read(|state| loose::turfs(state).into_iter().find(|turf| turf.id == id))
    });
    let inviting = Inviting::new(phone, To::Turf(turf), USUAL_USES);
    view! {
        <OrganiserPage title=t!("organiser.invite") back=back least=least may_be_printed=true>
            {move || match turf.get() {
                None => view! { <p>{t!("organiser.turf_gone")}</p> }.into_any(),
                Some(turf) => {
                    view! {
                        <TurfWords phone=phone turf=turf />
                        {move || made_or_terms(inviting)}
                    }
                        .into_any()
                }
            }}
        </OrganiserPage>
    }
}

/// The page that invites somebody to run the campaign too.
#[component]
pub fn AddOrganiser() -> impl IntoView {
    let inviting = Inviting::new(expect_context::<Phone>(), To::Organiser, 1);
    view! {
        <OrganiserPage title=t!("keys.add_organiser") back=Back::Home may_be_printed=true>
            {move || made_or_terms(inviting)}
        </OrganiserPage>
    }
}

/// The page that invites somebody who knocks, and invites others to.
#[component]
pub fn AddTrainer() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let inviting = Inviting::new(phone, To::Trainer, 1);
    let none = move || phone.read(|state| turfs(state).is_empty());
    view! {
        <OrganiserPage title=t!("keys.add_trainer") back=Back::Home may_be_printed=true>
            {move || match none() {
                true => view! { <p>{t!("keys.trainer_no_turfs")}</p> }.into_any(),
                false => made_or_terms(inviting),
            }}
        </OrganiserPage>
    }
}

/// The page for another device of one's own: a laptop beside the phone, the app on an iPhone's
/// home screen, or the computer that merges from the command line. Anybody may.
#[component]
pub fn AddDevice() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let inviting = Inviting::new(phone, To::OwnDevice, 1);
    let role = phone.membership().get_untracked().map(|own| own.role);
    let back = match role {
        Some(Role::Organiser) => Back::Home,
        _ => Back::Today,
    };
    view! {
        <OrganiserPage title=t!("keys.add_device") back=back least=Role::Volunteer may_be_printed=true>
            {move || made_or_terms(inviting)}
        </OrganiserPage>
    }
}

/// The page of a trainer: which of their turfs to invite to.
#[component]
pub fn TrainerTurfs() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let mine = Memo::new(move |_| {
        let own = phone
            .membership()
            .get()
            .map(|own| own.turfs)
            .unwrap_or_default();
        let all = phone.read(turfs).into_iter();
        all.filter(|turf| own.contains(&turf.id))
            .collect::<Vec<_>>()
    });
    let row = |turf: Turf| {
        view! {
            <li>
                <a class="card" href=format!("/organise/train/{}", turf.id.0)>
                    <bdi>{turf.name}</bdi>
                </a>
            </li>
        }
    };
    view! {
        <OrganiserPage title=t!("keys.train") back=Back::Today least=Role::Trainer>
            <p>{t!("keys.train_which")}</p>
            <ul class="stack">{move || mine.get().into_iter().map(row).collect_view()}</ul>
        </OrganiserPage>
    }
}

impl Inviting {
    fn new(phone: Phone, to: To, uses: u16) -> Inviting {
        Inviting {
            phone,
            to,
            uses: RwSignal::new(uses.to_string()),
            until: RwSignal::new(day::in_field(day::tomorrow())),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            made: RwSignal::new(None),
            about_whole: Memo::new(move |_| phone.read(AboutUs::read).is_whole()),
        }
    }
}

fn made_or_terms(inviting: Inviting) -> AnyView {
    match inviting.made.get() {
        None if !inviting.about_whole.get() => view! { <AboutFirst /> }.into_any(),
        None => terms(inviting).into_any(),
        Some(made) => shown(inviting, made).into_any(),
    }
}

#[component]
fn TurfWords(phone: Phone, turf: Turf) -> impl IntoView {
    let time = phone.read_untracked(|state| hours::range(selection::time_for(state, &turf)));
    let opens = phone.read_untracked(|state| Opens::of(state, &turf.doors));
    view! {
        <p>
            <strong>
                <bdi>{turf.name}</bdi>
            </strong>
            " · "
            {t!("organiser.count_doors", n = turf.doors.len())}
            " · "
            {time}
        </p>
        {opens.in_words().map(|words| view! { <p>{words}</p> })}
    }
}

fn terms(inviting: Inviting) -> impl IntoView {
    // Where it opens many stairs for a few doors, it is asked once more.
    let opens = Memo::new(move |_| inviting.to.opens(inviting.phone));
    let asked = RwSignal::new(false);
    let many = Memo::new(move |_| opens.get().is_many());
    let make = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match many.get_untracked() {
            true => asked.set(true),
            false => go(inviting),
        }
    };
    let invalid = move || inviting.error.get().is_some().then_some("true");
    view! {
        <form class="stack" on:submit=make novalidate>
            {move || {
                inviting
                    .error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="error" role="alert" id="mistake">
                                {error}
                            </p>
                        }
                    })
            }}
            <p>{inviting.to.allows()}</p>
            {matches!(inviting.to, To::Turf(_)).then(|| uses(inviting))}
            <div class="field">
                <label for="until">{t!("organiser.invite_until")}</label>
                <p id="until-hint" class="hint">
                    {t!("organiser.invite_until_hint")}
                </p>
                <input
                    id="until"
                    type="date"
                    aria-describedby="until-hint mistake"
                    aria-invalid=invalid
                    bind:value=inviting.until
                />
            </div>
            <Show when=move || asked.get() && many.get()>{once_more(inviting, opens)}</Show>
            <button type="submit" class="button primary whole" disabled=inviting.busy>
                {t!("organiser.invite_make")}
            </button>
        </form>
    }
}

fn once_more(inviting: Inviting, opens: Memo<Opens>) -> impl IntoView {
    view! {
        <OpensMany opens=opens>
            <button
                type="button"
                class="button whole"
                disabled=inviting.busy
                on:click=move |_| go(inviting)
            >
                {t!("organiser.invite_all_the_same")}
            </button>
        </OpensMany>
    }
}

fn go(inviting: Inviting) {
    if !inviting.busy.get_untracked() {
        leptos::task::spawn_local(invite(inviting));
    }
}

/// For how many phones a turf's invitation is.
fn uses(inviting: Inviting) -> impl IntoView {
    view! {
        <div class="field">
            <label for="uses">{t!("organiser.invite_uses")}</label>
            <p id="uses-hint" class="hint">
                {t!("organiser.invite_uses_hint")}
            </p>
            <input
                id="uses"
                type="number"
                inputmode="numeric"
                min="1"
                max=MOST_USES.to_string()
                aria-describedby="uses-hint mistake"
                aria-invalid=move || inviting.error.get().is_some().then_some("true")
                bind:value=inviting.uses
            />
        </div>
    }
}

/// Checks what was typed and publishes the invitation.
async fn invite(inviting: Inviting) {
    inviting.error.set(None);
    let uses = inviting.uses.get_untracked().trim().parse().ok();
    let Some(uses) = uses.filter(|uses| (1..=MOST_USES).contains(uses)) else {
        inviting
            .error
            .set(Some(t!("organiser.invite_uses_wrong", most = MOST_USES)));
        return;
    };
    let now = clock::now();
    let until = day::end_of(&inviting.until.get_untracked());
    let Some(until) = until.filter(|until| *until > now) else {
        inviting.error.set(Some(t!("organiser.invite_until_wrong")));
        return;
    };
    let Some((terms, turfs)) = terms_of(inviting, uses, until) else {
        return;
    };
    inviting.busy.set(true);
    let outcome = inviting.phone.invite(terms, turfs).await;
    let _ = inviting.busy.try_set(false);
    match outcome {
        Ok(code) => {
            let _ = inviting.made.try_set(Some(Made { code, uses, until }));
        }
        Err(reason) => {
            let _ = inviting.error.try_set(Some(reason.sentence()));
        }
    }
}

/// What the invitation allows, and the turfs that wait for who joins by it. `None` where its turf
/// is gone.
fn terms_of(inviting: Inviting, uses: u16, until: i64) -> Option<(InviteTerms, Vec<TurfId>)> {
    let phone = inviting.phone;
    let terms = |role, reach| InviteTerms {
        role,
        reach,
        uses,
        second_device_of: None,
        now: clock::now(),
        until,
    };
    match inviting.to {
        To::Organiser => Some((terms(Role::Organiser, Reach::Everything), Vec::new())),
        To::Trainer => {
            let all = phone.read_untracked(turfs);
            let stairs = phone.read_untracked(|state| {
                let stairs = all
                    .iter()
                    .flat_map(|turf| selection::stairs_of(state, turf));
                stairs.collect::<BTreeSet<_>>()
            });
            let reach = reach_of(stairs);
            let turfs = all.into_iter().map(|turf| turf.id).collect();
            Some((terms(Role::Trainer, reach), turfs))
        }
        To::OwnDevice => own_device_terms(phone, until),
        To::Turf(turf) => {
            let turf = turf.get_untracked()?;
            Some((turf_terms(phone, &turf, uses, until), vec![turf.id]))
        }
    }
}

fn reach_of(stairs: impl IntoIterator<Item = StairId>) -> Reach {
    let stairs = stairs.into_iter();
    Reach::Stairs(stairs.map(|stair| Stream::Stair(stair).name()).collect())
}

fn shown(inviting: Inviting, made: Made) -> impl IntoView {
    let origin = location().origin().unwrap_or_default();
    let link = made.code.link(&origin);
    let copied = RwSignal::new(None);
    let to_copy = link.clone();
    let copy = move |_| {
        let link = to_copy.clone();
        leptos::task::spawn_local(async move {
            let clipboard = window().navigator().clipboard();
            let outcome = JsFuture::from(clipboard.write_text(&link)).await;
            copied.set(Some(match outcome {
                Ok(_) => t!("organiser.copied"),
                Err(_) => t!("organiser.not_copied"),
            }));
        });
    };
    view! {
        <div class="invitation card">
            <p>{t!("organiser.invite_is", n = made.uses, until = long_day(made.until))}</p>
            <div class="qr" role="img" aria-label=t!("organiser.invite_qr") inner_html=qr(&link) />
            <p class="invite-link" translate="no">
                <a href=link.clone()>{link.clone()}</a>
            </p>
            <p class="invite-code" translate="no">
                {made.code.in_fours()}
            </p>
            <button type="button" class="button primary whole" on:click=copy>
                {t!("organiser.copy_link")}
            </button>
            <p role="status">{move || copied.get()}</p>
        </div>
        <p>{inviting.to.allows()}</p>
        <p>{t!("organiser.invite_carries")}</p>
        <p>{t!("organiser.invite_once")}</p>
        <div class="reach">
            <button
                type="button"
                class="button whole"
                on:click=move |_| inviting.made.set(None)
            >
                {t!("organiser.invite_another")}
            </button>
            <a class="button whole" href="/">
                {t!("organiser.home")}
            </a>
        </div>
    }
}

/// Publishes an invitation to a turf.
pub async fn to_turf(
    phone: Phone,
    turf: &Turf,
    uses: u16,
    until: i64,
) -> Result<InviteCode, PhoneError> {
    let terms = turf_terms(phone, turf, uses, until);
    phone.invite(terms, vec![turf.id]).await
}

/// What an invitation to a turf allows: a volunteer's work on the stairs its doors are on.
fn turf_terms(phone: Phone, turf: &Turf, uses: u16, until: i64) -> InviteTerms {
    let stairs = phone.read_untracked(|state| selection::stairs_of(state, turf));
    InviteTerms {
        role: Role::Volunteer,
        reach: reach_of(stairs),
        uses,
        second_device_of: None,
        now: clock::now(),
        until,
    }
}
