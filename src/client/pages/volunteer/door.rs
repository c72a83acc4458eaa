//! A door: what has come of it, and one tap for what comes of it now.

use leptos::prelude::*;

use super::access::{AccessHere, SayAccess};
use super::back_to_talk::{Back, BackToTalk, back};
use super::household::Household;
use super::knocking::Knocking;
use super::landing::WholeLanding;
use super::lifting::SafetyHere;
use super::no_home::Apart;
use super::no_knock::{Scopes, scope_words};
use super::not_here;
use super::outcomes::{At, Outcomes};
use super::places::{floor_spoken, stair_name};
use super::privacy::{CardShown, PrivacyLink};
use super::talk;
use super::today::my_turfs;
use crate::canvass::access::Place as Access;
use crate::canvass::attempts;
use crate::canvass::estate::{self, Knock};
use crate::canvass::fact::{BlockKind, Outcome};
use crate::canvass::household::on_a_neighbours_word;
use crate::canvass::id::{DoorId, HouseholdId, StairId};
use crate::canvass::no_knock::{Held, holds};
use crate::canvass::route::landing;
use crate::canvass::slot::Slot;
use crate::canvass::walk::{Standing, Stop, next_door};
use crate::client::parts::below::Below;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::parts::mark::{Mark, outcome_name};
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::progress::progress_words;
use crate::client::parts::when::{time_and_day, tonight};
use crate::client::phone::Phone;
use crate::locales;
use crate::t;

/// Everything the page shows of a door.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    stop: Stop,
    stair: StairId,
    household: HouseholdId,
    /// Block, stair, floor: as far as they say anything.
    place: Vec<String>,
    progress: String,
    next: Option<DoorId>,
    /// Newest first: tonight's, and those before at which somebody was reached. When nobody was, is
    /// nobody's to see. Empty where the household is hidden. Beside each whether a neighbour said so.
    knocks: Vec<(Knock, bool)>,
    /// How often nobody was reached since somebody was, and when it is better tried.
    tried: (usize, Option<Slot>),
    /// For how long they asked not to be knocked.
    asked_not: Option<Held>,
    /// The doors left on this landing.
    landing: Vec<DoorId>,
    /// A talk of this phone's own that may be gone on with.
    talk: Option<Back>,
}

fn see(phone: Phone, id: DoorId) -> Option<Seen> {
    let turfs = my_turfs(phone);
    let person = phone.membership().get()?.person;
    let route = expect_context::<Evening>().walking.route(phone);
    let since = talk::since(phone);
    let stair = phone.read(|state| estate::stair_of(state, id))?;
    let walk = phone.walk(stair, &turfs, tonight())?;
    phone.read(|state| {
        let stop = walk.stops.iter().find(|stop| stop.door.id == id)?.clone();
        let household = estate::household(state, id);
        let mut knocks = estate::knocks(state, id);
        let most = attempts::most(state);
        let tried = (
            attempts::in_vain(&knocks).len(),
            attempts::next_slot(&knocks, most, tonight()),
        );
        knocks.reverse();
        knocks.retain(|knock| knock.at >= tonight().since || knock.outcome.reached());
        if estate::is_hidden(state, household) {
            knocks.clear();
        }
        let talk = back(state, (id, person), knocks.first(), since);
        let knocks = knocks.into_iter();
        let knocks = knocks.map(|knock| {
            let neighbour = on_a_neighbours_word(state, knock.dot);
            (knock, neighbour)
        });
        let floor = match walk.kind {
            BlockKind::Building => stop.door.floor.map(floor_spoken),
            BlockKind::Street => None,
        };
        let parts = [Some(walk.block.clone()), stair_name(&walk), floor];
        Some(Seen {
            stair,
            household,
            place: parts.into_iter().flatten().collect(),
            progress: progress_words(walk.progress()),
            next: next_door(&route.walked(&walk.stops), Some(id)),
            tried,
            asked_not: holds(state, household, tonight().today),
            landing: landing(&walk.stops, id),
            knocks: knocks.collect(),
            talk,
            stop,
        })
    })
}

/// One door.
#[component]
pub fn DoorPage(id: DoorId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let seen = Memo::new(move |_| see(phone, id));
    let fixed = Memo::new(move |_| {
        seen.with(|seen| {
            let seen = seen.as_ref()?;
            Some((seen.stop.door.clone(), seen.household))
        })
    });
    move || {
        let Some((door, household)) = fixed.get() else {
            return not_here();
        };
        evening.stair.set(Some(door.stair));
        let at = At {
            door: id,
            label: door.label.clone(),
            stair: door.stair,
            household,
        };
        provide_context(at.clone());
        view! {
            <Page title=t!("volunteer.door") at=Place::Stair>
                <div class="row apart">
                    <a class="back" href=format!("/stair/{}", door.stair.0)>
                        {t!("volunteer.stair")}
                    </a>
                    <PrivacyLink />
                </div>
                <div class="door-head">
                    <Heading>
                        <bdi>{door.label.clone()}</bdi>
                    </Heading>
                    <p class="quiet">
                        {move || seen.get().map(|seen| apart(seen.place))}
                    </p>
                    <CardShown household />
                </div>
                <AccessHere places=vec![Access::Door(id)] />
                {move || seen.get().map(|seen| view! { <History knocks=seen.knocks tried=seen.tried /> })}
                // Before the notes, so that a small screen shows it without scrolling.
                <div class="reach stays">
                    <Knocking asks=false />
                    <Act seen at=at.clone() />
                </div>
                <Below>
                    <SafetyHere door=id />
                    <Household at=at.clone() />
                    <SayAccess places=vec![Access::Door(id)] stream=at.stream() />
                    <a class="button whole" href=format!("/known/{}", id.0)>
                        {t!("doors.known")}
                    </a>
                </Below>
            </Page>
        }
        .into_any()
    }
}

/// Parts of an address, each by itself where directions meet.
fn apart(parts: Vec<String>) -> impl IntoView {
    let comma = match locales::spoken().tongue.direction() {
        "rtl" => "، ",
        _ => ", ",
    };
    let parts = parts.into_iter().enumerate();
    let parts = parts.map(move |(n, part)| {
        let comma = (n > 0).then_some(comma);
        view! {
            {comma}
            <bdi>{part}</bdi>
        }
    });
    parts.collect_view()
}

/// What one may do here: the outcomes, or nothing where they asked not to be knocked.
#[component]
fn Act(seen: Memo<Option<Seen>>, at: At) -> impl IntoView {
    let standing =
        Memo::new(move |_| seen.with(|seen| seen.as_ref().map(|seen| seen.stop.standing)));
    let progress = move || seen.get().map(|seen| seen.progress);
    let back = Memo::new(move |_| seen.with(|seen| seen.as_ref().and_then(|seen| seen.talk)));
    let landing =
        Memo::new(move |_| seen.with(|seen| seen.as_ref().map(|seen| seen.landing.clone())));
    move || {
        let at = at.clone();
        let apart = match standing.get() {
            Some(Standing::NoKnock) => return view! { <NoKnock seen at /> }.into_any(),
            Some(Standing::Apart(behind)) => Some(view! { <Apart at=at.clone() behind /> }),
            _ => None,
        };
        let (stair, door) = (at.stair, at.door);
        view! {
            {apart}
            <BackToTalk at=at.clone() back />
            <p class="quiet small">{progress}</p>
            <Outcomes at />
            <WholeLanding stair door doors=landing />
        }
        .into_any()
    }
}

/// They asked not to be knocked: said before anyone knocks, with the way on.
#[component]
fn NoKnock(seen: Memo<Option<Seen>>, at: At) -> impl IntoView {
    let onward = move || {
        seen.get().map(|seen| match seen.next {
            Some(next) => (format!("/door/{}", next.0), t!("volunteer.next_door")),
            None => (format!("/stair/{}", seen.stair.0), t!("volunteer.to_stair")),
        })
    };
    let to_scopes = at.clone();
    let held = move || seen.get().and_then(|seen| seen.asked_not);
    let why = move || match held() {
        Some(Held {
            neighbour: true, ..
        }) => t!("doors.no_knock_neighbour"),
        _ => t!("volunteer.no_knock_why"),
    };
    view! {
        <div class="no-knock-panel" role="alert">
            <p>
                <Mark outcome=Outcome::DoNotKnock />
                {t!("volunteer.no_knock")}
            </p>
            <p class="figure">{move || held().map(|held| scope_words(held.scope))}</p>
            <p>{why}</p>
        </div>
        {move || {
            onward()
                .map(|(address, words)| {
                    view! {
                        <a class="button primary whole" href=address>
                            {words}
                        </a>
                    }
                })
        }}
        <Folded summary=|| t!("volunteer.no_knock_spoke")>
            <Outcomes at />
        </Folded>
        <Folded summary=|| t!("doors.scope_how_long")>
            <Scopes at=to_scopes />
        </Folded>
    }
}

/// Who was here, when, and what came of it.
#[component]
fn History(knocks: Vec<(Knock, bool)>, tried: (usize, Option<Slot>)) -> impl IntoView {
    let tried = match tried {
        (0, _) => None,
        (n, Some(slot)) => {
            let when = t!(&format!("doors.try_{}", slot.word()));
            Some(t!("doors.tried", n = n, when = when))
        }
        (n, None) => Some(t!("doors.tried_enough", n = n)),
    };
    let tried = tried.map(|words| view! { <p class="small">{words}</p> });
    if knocks.is_empty() {
        return match tried {
            Some(tried) => tried.into_any(),
            None => view! { <p class="quiet">{t!("volunteer.no_history")}</p> }.into_any(),
        };
    }
    let line = |(knock, neighbour): (Knock, bool)| {
        let when = time_and_day(knock.at);
        let outcome = outcome_name(knock.outcome);
        let words = if knock.by.is_empty() {
            t!("volunteer.history_nobody", when = when, outcome = outcome)
        } else {
            t!(
                "volunteer.history",
                when = when,
                outcome = outcome,
                by = knock.by
            )
        };
        let words = match neighbour {
            true => t!("doors.history_neighbour", said = words),
            false => words,
        };
        view! {
            <li>
                <Mark outcome=knock.outcome />
                <span>{words}</span>
            </li>
        }
    };
    view! {
        <ul class="history" aria-label=t!("volunteer.history_title")>
            {knocks.into_iter().take(6).map(line).collect_view()}
        </ul>
        {tried}
    }
    .into_any()
}
