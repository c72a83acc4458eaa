//! What is known behind a door, read back to who lives there: everything this phone can show, in plain
//! words; how many remarks are sealed for organisers besides; and the way to correct it, to be named by no
//! neighbour, or to have it hidden there and then.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::contact::{BeInTouch, Contacting, IN_TOUCH};
use super::no_knock::scope_words;
use super::not_here;
use super::not_named::NotNamed;
use super::outcomes::At;
use super::said::{is_consent, said, whose_words};
use crate::canvass::about::AboutUs;
use crate::canvass::dot::Dot;
use crate::canvass::draft;
use crate::canvass::fact::{Fact, Outcome};
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::canvass::readback::{ERASE_WITHIN, Line, Only, hidden_since, hide, lines, sealed};
use crate::client::clock::now;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::open_fold;
use crate::client::parts::language::language_name;
use crate::client::parts::mark::outcome_name;
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::when::{short_day, time_and_day, tonight};
use crate::client::phone::Phone;
use crate::sync::certificate::Role;
use crate::t;

/// The page.
#[component]
pub fn KnownPage(door: DoorId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let at = Memo::new(move |_| phone.read(|state| At::of(state, door)));
    move || {
        let Some(at) = at.get() else {
            return not_here();
        };
        expect_context::<Evening>().stair.set(Some(at.stair));
        view! {
            <Page title=t!("volunteer.door") at=Place::Stair>
                <a class="back" href=format!("/door/{}", at.door.0)>
                    {t!("volunteer.door")}
                </a>
                <Heading>{t!("doors.known_title")}</Heading>
                <p class="quiet">
                    <bdi>{at.label.clone()}</bdi>
                </p>
                <Recorded at=at.clone() />
                <Sealed at=at.clone() />
                <InTouch at=at.clone() />
                <NotNamed at=at.clone() />
                <Hiding at />
            </Page>
        }
        .into_any()
    }
}

/// What the page says of one thing: what it is, the words, who and when.
struct Told {
    line: Line,
    what: String,
    words: String,
}

/// In words; `None` for what needs none.
fn told(state: &State, line: Line) -> Option<Told> {
    let (what, words) = match &line.recorded.fact {
        Fact::Knock { outcome, .. } => (t!("doors.known_knock"), outcome_name(*outcome)),
        Fact::DoNotKnock { scope } => (t!("volunteer.no_knock"), scope_words(*scope)),
        Fact::ConsentWithdrawn {} if !is_consent(&line.recorded.about) => {
            (t!("doors.known_passed_on"), t!("volunteer.no"))
        }
        Fact::ConsentWithdrawn {} => (t!("volunteer.be_in_touch"), t!("volunteer.no_not_again")),
        Fact::CardShown { language } => (t!("doors.known_card"), language_name(language)),
        Fact::Deceased {} => (
            t!("volunteer.safety_deceased"),
            outcome_name(Outcome::Deceased),
        ),
        Fact::TakenOn { who, by } => {
            let who = who.clone().unwrap_or_else(|| t!("volunteer.nobody_yet"));
            let by = by.map_or_else(|| t!("volunteer.no_day"), short_day);
            (t!("doors.known_taken_on"), format!("{who}, {by}"))
        }
        Fact::Done {} => (t!("volunteer.follow_up"), t!("volunteer.promise_is_done")),
        _ => said(state, &line.recorded)?,
    };
    let what = match whose_words(state, &line.recorded.about) {
        Some(whose) => format!("{whose}: {what}"),
        None => what,
    };
    Some(Told { line, what, words })
}

#[component]
fn Recorded(at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let (door, household) = (at.door, at.household);
    let own = phone.membership().get_untracked();
    let who = own.map(|own| {
        let role = match own.role {
            Role::Organiser => crate::canvass::author::Role::Organiser,
            _ => crate::canvass::author::Role::Volunteer,
        };
        (own.person, role)
    });
    let at = StoredValue::new(at);
    move || {
        let told: Vec<Told> = phone.read(|state| {
            let (Some(who), None) = (who, hidden_since(state, household)) else {
                return Vec::new();
            };
            let lines = lines(state, door, who, now());
            lines
                .into_iter()
                .filter_map(|line| told(state, line))
                .collect()
        });
        // When nobody was in is not read out one by one: it would tell when they are out.
        let in_vain = |told: &Told| matches!(told.line.recorded.fact, Fact::Knock { outcome, .. } if !outcome.reached());
        let tries = told.iter().filter(|told| in_vain(told)).count();
        let rest: Vec<Told> = told.into_iter().filter(|told| !in_vain(told)).collect();
        let nothing = rest.is_empty() && tries == 0;
        view! {
            <Show when=move || nothing>
                <p class="quiet">{t!("doors.known_nothing")}</p>
            </Show>
            <ul class="card" hidden=nothing>
                {(tries > 0)
                    .then(|| {
                        view! {
                            <li class="said">
                                <span class="words">{t!("doors.known_tries", n = tries)}</span>
                            </li>
                        }
                    })}
                {rest.into_iter().map(|told| line(told, at)).collect_view()}
            </ul>
        }
    }
}

fn line(told: Told, at: StoredValue<At>) -> impl IntoView {
    let Told { line, what, words } = told;
    let by = t!(
        "doors.access_told",
        name = line.by,
        time = time_and_day(line.at)
    );
    let way = way(&line, words.clone(), at);
    view! {
        <li class="said">
            <span class="quiet small">
                <bdi>{what}</bdi>
            </span>
            <span class="words">
                <bdi>{words}</bdi>
            </span>
            <span class="quiet small">
                <bdi>{by}</bdi>
            </span>
            {way}
        </li>
    }
}

/// What can be done about a line: struck here, said anew where it is asked, or why neither.
fn way(line: &Line, words: String, at: StoredValue<At>) -> AnyView {
    // A no to being phoned is two events, and changed where it is asked.
    if is_consent(&line.recorded.about) {
        return view! {
            <button type="button" class="button" on:click=move |_| open_fold(IN_TOUCH)>
                {t!("doors.known_change")}
            </button>
        }
        .into_any();
    }
    if line.may_strike {
        return view! { <Strike dot=line.recorded.dot words at /> }.into_any();
    }
    let why = line.only().map(|only| match only {
        Only::WriterOrOrganiser => t!("doors.known_only_writer"),
        Only::Organiser => t!("doors.known_only_organiser"),
    });
    why.map(|why| view! { <p class="quiet small">{why}</p> })
        .into_any()
}

/// To strike it, there and then.
#[component]
fn Strike(dot: Dot, words: String, at: StoredValue<At>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let label = t!("volunteer.strike_what", what = words);
    let strike = move |_| {
        let what = t!("volunteer.striking", what = words);
        let stream = at.with_value(At::stream);
        let draft = phone.read_untracked(|state| draft::strike(state, stream, &[dot]));
        spawn_local(async move {
            // A failure stands in the banner.
            let _ = evening
                .record(phone, what, draft.into_iter().collect())
                .await;
        });
    };
    view! {
        <button type="button" class="button" aria-label=label on:click=strike>
            {t!("volunteer.strike")}
        </button>
    }
}

/// Whether they may be contacted, asked here as at the door; nothing where the household is hidden.
#[component]
fn InTouch(at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let household = at.household;
    let contacting = Contacting::new(&at);
    let hidden = Memo::new(move |_| phone.read(|state| hidden_since(state, household).is_some()));
    move || {
        let at = at.clone();
        (!hidden.get()).then(|| view! { <BeInTouch at contacting /> })
    }
}

/// What no phone can read, as a number, and whom to ask about it.
#[component]
fn Sealed(at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let household = at.household;
    let told = Memo::new(move |_| {
        phone.read(|state| (sealed(state, household), AboutUs::read(state).contact))
    });
    move || {
        let (n, contact) = told.get();
        match n {
            0 => view! { <p>{t!("doors.known_sealed_none")}</p> }.into_any(),
            n => view! { <p><bdi>{t!("doors.known_sealed", n = n, contact = contact)}</bdi></p> }
                .into_any(),
        }
    }
}

/// To have all of it hidden, in two steps; then since when it is, and by when it is erased.
#[component]
fn Hiding(at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let household = at.household;
    let asked = RwSignal::new(false);
    let since = Memo::new(move |_| phone.read(|state| hidden_since(state, household)));
    let at = StoredValue::new(at);
    let now = move |_| {
        let at = at.get_value();
        let what = t!(
            "volunteer.kept_at",
            label = at.label,
            words = t!("doors.hidden")
        );
        let draft = hide(at.stream(), at.household);
        spawn_local(async move {
            // A failure stands in the banner.
            let _ = evening.record(phone, what, vec![draft]).await;
        });
    };
    move || match (since.get(), asked.get()) {
        (Some(since), _) => {
            let nights = (since - tonight().since).div_euclid(24 * 3600);
            let day = tonight().evening + i32::try_from(nights).unwrap_or(0) + ERASE_WITHIN;
            view! {
                <div class="banner good" role="status">
                    <p>
                        <strong>{t!("doors.hidden")}</strong>
                    </p>
                    <p>{t!("doors.hidden_since", time = time_and_day(since), day = short_day(day))}</p>
                </div>
            }
            .into_any()
        }
        (None, false) => view! {
            <button type="button" class="button danger whole" on:click=move |_| asked.set(true)>
                {t!("doors.hide")}
            </button>
        }
        .into_any(),
        (None, true) => view! {
            <div class="banner stop" role="alert">
                <p>{t!("doors.hide_what", n = ERASE_WITHIN)}</p>
                <button type="button" class="button danger whole" on:click=now>
                    {t!("doors.hide_now")}
                </button>
                <button type="button" class="button whole" on:click=move |_| asked.set(false)>
                    {t!("volunteer.cancel")}
                </button>
            </div>
        }
        .into_any(),
    }
}
