//! What was promised at doors and is not done: mine first, then the team's, the soonest on top.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::no_knock::AskedNot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::no_knock::{Held, holds};
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::noted::{Asker, Mine, PromiseRow, done, give, promise_rows};
use crate::t;

/// Days until something is due that is taken on without one.
const USUAL_DAYS: i32 = 7;

/// So many of either are drawn at first, and with each tap for more: a phone draws ten cards in a blink, and
/// not two hundred.
const AT_ONCE: usize = 10;

/// The page.
#[component]
pub fn FollowUps() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let rows = Memo::new(move |_| {
        let own = phone.membership().get();
        let (person, name) = own.map(|own| (own.person, own.name))?;
        phone.read(|state| {
            let asker = Asker::new(state, person, &name);
            Some(open(state, &asker))
        })
    });
    let of = move |mine: bool| {
        Memo::new(move |_| {
            let rows = rows.get().unwrap_or_default().into_iter();
            let these = rows.filter(|open| (open.mine != Mine::No) == mine);
            these.collect::<Vec<_>>()
        })
    };
    let (own, team) = (of(true), of(false));
    view! {
        <Page title=t!("doors.promises") at=Place::Elsewhere>
            <Heading>{t!("doors.promises")}</Heading>
            <h2>{t!("doors.promises_mine")}</h2>
            <Show when=move || own.with(Vec::is_empty)>
                <p class="quiet">{t!("doors.promises_none_mine")}</p>
            </Show>
            <Cards rows=own />
            <h2>{t!("doors.promises_team")}</h2>
            <Show when=move || team.with(Vec::is_empty)>
                <p class="quiet">{t!("doors.promises_none_team")}</p>
            </Show>
            <Cards rows=team />
        </Page>
    }
}

/// The first of these, and more by a tap.
#[component]
fn Cards(
    /// What is not done.
    rows: Memo<Vec<Open>>,
) -> impl IntoView {
    let shown = RwSignal::new(AT_ONCE);
    let left = move || rows.with(Vec::len).saturating_sub(shown.get());
    let cards = move || {
        let rows = rows.get().into_iter().take(shown.get());
        rows.map(card).collect_view()
    };
    view! {
        <ul class="stack">{cards}</ul>
        <Show when=move || { left() > 0 }>
            <button
                type="button"
                class="button whole"
                on:click=move |_| shown.update(|shown| *shown += AT_ONCE)
            >
                {move || t!("doors.promises_more", n = left().min(AT_ONCE))}
            </button>
        </Show>
    }
}

/// What is not done, with where that is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Open {
    row: PromiseRow,
    place: String,
    /// They asked not to be knocked.
    asked_not: Option<Held>,
    /// Whether it is this phone's owner's.
    mine: Mine,
    /// What that owner goes by.
    me: String,
}

/// All of it.
fn open(state: &State, asker: &Asker) -> Vec<Open> {
    let today = tonight().today;
    let rows = promise_rows(state).into_iter();
    rows.filter(|row| row.done.is_none())
        .filter_map(|row| {
            let door = estate::door(state, row.door)?;
            let stair = estate::stair(state, door.stair)?;
            let (block, _) = estate::block_alone(state, stair.block)?;
            let place = format!("{block}, {}", door.label);
            let household = estate::household(state, row.door);
            let asked_not = holds(state, household, today);
            Some(Open {
                mine: row.mine(asker),
                me: asker.name().to_string(),
                row,
                place,
                asked_not,
            })
        })
        .collect()
}

fn card(open: Open) -> impl IntoView {
    let Open {
        row,
        place,
        asked_not,
        mine,
        me,
    } = open;
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let id = row.id;
    let today = tonight().today;
    let due = row.is_due(today);
    let record = move |what: String, draft: Option<Draft>| {
        spawn_local(async move {
            let drafts = draft.into_iter().collect();
            // A failure stands in the banner.
            let _ = evening.record_with_undo(phone, what, None, drafts).await;
        });
    };
    let words = row.what.clone();
    let is_done = move |_| {
        let what = t!(
            "volunteer.promise_done_at",
            label = place_of(phone, id),
            what = words
        );
        record(what, phone.read_untracked(|state| done(state, id)));
    };
    let by = row.until.map_or_else(|| t!("volunteer.no_day"), short_day);
    let who = row
        .who
        .clone()
        .unwrap_or_else(|| t!("volunteer.nobody_yet"));
    let until = row.until.unwrap_or(today + USUAL_DAYS);
    // Nobody takes on what is theirs already.
    let take = (mine != Mine::Yes).then(|| {
        let what = t!("doors.promise_taken", what = row.what);
        let take = move |_| {
            let draft = phone.read_untracked(|state| give(state, id, &me, until));
            record(what.clone(), draft);
        };
        let label = t!("doors.promise_take_what", what = row.what);
        view! {
            <button type="button" class="button" aria-label=label on:click=take>
                {t!("doors.promise_take")}
            </button>
        }
    });
    view! {
        <li class="card">
            <a class="figure" href=format!("/door/{}", row.door.0)>
                <bdi>{place}</bdi>
            </a>
            {asked_not.map(|held| view! { <AskedNot held /> })}
            <p>
                <bdi>{row.what.clone()}</bdi>
            </p>
            <p class="small">
                <bdi>{who}</bdi>
                ", "
                {if due { t!("doors.promise_due", day = by) } else { by }}
            </p>
            <p class="small" hidden=mine != Mine::ByName>
                {t!("doors.promise_same_name")}
            </p>
            <div class="row">
                <button
                    type="button"
                    class="button"
                    aria-label=t!("volunteer.promise_is_done_aloud", what = row.what)
                    on:click=is_done
                >
                    {t!("volunteer.promise_is_done")}
                </button>
                {take}
            </div>
        </li>
    }
}

/// What the door of a promise is called.
fn place_of(phone: Phone, id: crate::canvass::id::FollowUpId) -> String {
    phone.read_untracked(|state| {
        let row = promise_rows(state).into_iter().find(|row| row.id == id);
        let door = row.and_then(|row| estate::door(state, row.door));
        door.map(|door| door.label).unwrap_or_default()
    })
}
