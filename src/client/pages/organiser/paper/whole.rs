//! The end of a board: what it comes to, to compare with the paper, and the word that it is done.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::notes::Notes;
use super::typing::Typing;
use super::{ORGANISE, going_on};
use crate::canvass::conversation::conversation;
use crate::canvass::fact::Outcome;
use crate::canvass::id::DoorId;
use crate::client::parts::evening::Evening;
use crate::client::parts::mark::{Mark, outcome_name};
use crate::client::phone::Phone;
use crate::organise::board::{self, BoardId, Head};
use crate::t;

/// A door with what is typed for it: the door, its label, what came of the knock.
pub type TypedDoor = (DoorId, String, Outcome);

/// What was typed, and the button.
#[component]
pub fn Whole(
    /// The board.
    typing: Typing,
    /// What stands at its head.
    head: Head,
) -> impl IntoView {
    let typed = Memo::new(move |_| {
        let all = typing.lines.get_value();
        let typed = all
            .iter()
            .map(|line| (line.door.clone(), typing.outcome(line.door.id)));
        typed
            .filter_map(|(door, outcome)| Some((door.id, door.label, outcome?)))
            .collect::<Vec<TypedDoor>>()
    });
    view! {
        <p>{t!("paper.done_why")}</p>
        <Counts typed=typed />
        <Answers typed=typed board=head.board />
        <Notes typed=typed />
        <Done typing=typing head=head />
    }
}

/// How often what came of it.
#[component]
fn Counts(typed: Memo<Vec<TypedDoor>>) -> impl IntoView {
    let counts = move || {
        let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
        for (_, _, outcome) in typed.get() {
            *counts.entry(outcome).or_insert(0) += 1;
        }
        let row = |(outcome, count)| {
            view! {
                <dt class="row">
                    <Mark outcome=outcome />
                    {outcome_name(outcome)}
                </dt>
                <dd>{count}</dd>
            }
        };
        counts.into_iter().map(row).collect_view()
    };
    view! { <dl class="facts card">{counts}</dl> }
}

/// The talks: each leads back here. Somebody else's is theirs to go on with.
#[component]
fn Answers(typed: Memo<Vec<TypedDoor>>, board: BoardId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let back = going_on(board).split_off(ORGANISE.len());
    let spoken = Memo::new(move |_| {
        let mut typed = typed.get();
        let own = phone.membership().get().map(|own| own.person);
        phone.read(|state| {
            typed.retain(|(door, _, outcome)| {
                let talk = || conversation(state, *door, own?);
                *outcome == Outcome::Spoke && talk().is_some()
            });
        });
        typed
    });
    let link = move |(door, label, _): TypedDoor| {
        let address = format!("/talk/{}/{back}", door.0);
        view! {
            <li>
                <a class="button" href=address>
                    {t!("paper.answers", label = label)}
                </a>
            </li>
        }
    };
    let link = StoredValue::new(link);
    view! {
        <Show when=move || spoken.with(|spoken| !spoken.is_empty())>
            <p>{t!("paper.answers_what")}</p>
            <ul class="row">
                {move || {
                    let spoken = spoken.get().into_iter();
                    link.with_value(|link| spoken.map(link).collect_view())
                }}
            </ul>
        </Show>
    }
}

/// Says that the board is done, once for all devices.
#[component]
fn Done(typing: Typing, head: Head) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let code = head.board.code();
    let done = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let (said, what) = (
        t!("paper.done_said", code = code),
        t!("paper.done_what", code = code),
    );
    let wanted = RwSignal::new(false);
    // Said while a key is still being saved, it is done once that is: no tap is lost.
    Effect::new(move |_| {
        if !wanted.get() || busy.get() || !typing.all_saved() {
            return;
        }
        wanted.set(false);
        busy.set(true);
        let draft = board::done(head.board, &head.by, head.when);
        let what = what.clone();
        spawn_local(async move {
            let saved = evening.record(phone, what, vec![draft]).await;
            let _ = busy.try_set(false);
            if saved.is_ok() {
                let _ = done.try_set(true);
                phone.sync();
            }
        });
    });
    let waits = move || busy.get() || wanted.get();
    view! {
        <div role="status">
            {move || done.get().then(|| view! { <p class="banner good">{said.clone()}</p> })}
        </div>
        <Show when=move || !done.get()>
            <button
                type="button"
                class="button primary whole"
                aria-disabled=move || waits().then_some("true")
                on:click=move |_| wanted.set(true)
            >
                {t!("paper.done")}
            </button>
        </Show>
    }
}
