//! What was promised at a door and is not done: said to whoever stands there next, and done by a tap.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcomes::At;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::client::parts::evening::Evening;
use crate::client::parts::when::short_day;
use crate::client::phone::Phone;
use crate::organise::noted::{PromiseRow, done, promises_at};
use crate::t;

/// The promises; nothing where there are none, or the household is hidden.
#[component]
pub fn PromisesHere(at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let household = at.household;
    let open = Memo::new(move |_| phone.read(|state| open(state, household)));
    move || {
        let rows = open.get();
        let at = at.clone();
        (!rows.is_empty()).then(|| {
            view! {
                <h2>{t!("volunteer.promises_here")}</h2>
                <ul class="history">
                    {rows.into_iter().map(|row| line(row, &at)).collect_view()}
                </ul>
            }
        })
    }
}

fn open(state: &State, household: crate::canvass::id::HouseholdId) -> Vec<PromiseRow> {
    if estate::is_hidden(state, household) {
        return Vec::new();
    }
    let rows = promises_at(state, household).into_iter();
    rows.filter(|row| row.done.is_none()).collect()
}

fn line(row: PromiseRow, at: &At) -> impl IntoView + use<> {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let id = row.id;
    let what = t!(
        "volunteer.promise_done_at",
        label = at.label,
        what = row.what
    );
    let say = move |_| {
        let what = what.clone();
        let draft = phone.read_untracked(|state| done(state, id));
        spawn_local(async move {
            // A failure stands in the banner.
            let _ = evening
                .record_with_undo(phone, what, None, draft.into_iter().collect())
                .await;
        });
    };
    let who = row.who.unwrap_or_else(|| t!("volunteer.nobody_yet"));
    let by = row.until.map_or_else(|| t!("volunteer.no_day"), short_day);
    let words = t!(
        "volunteer.follow_up_words",
        what = row.what,
        who = who,
        by = by
    );
    view! {
        <li>
            <span>
                <bdi>{words}</bdi>
            </span>
            <button
                type="button"
                class="button"
                aria-label=t!("volunteer.promise_is_done_aloud", what = row.what)
                on:click=say
            >
                {t!("volunteer.promise_is_done")}
            </button>
        </li>
    }
}
