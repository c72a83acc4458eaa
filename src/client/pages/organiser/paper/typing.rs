//! Door after door in the board's order: one key or one tap each, and on to the next. Every one is
//! saved like a tap at a door. Nobody waits for that: what is typed meanwhile stands in a queue
//! that is worked off in its order, also when the page is left.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::head::Head;
use super::keys::{Key, cap, key};
use super::whole::Whole;
use crate::canvass::draft::Visit;
use crate::canvass::fact::Outcome;
use crate::canvass::id::DoorId;
use crate::client::pages::volunteer::places::{floor_spoken, outcome_at};
use crate::client::parts::evening::Evening;
use crate::client::parts::mark::{Mark, outcome_name};
use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::client::told::SaveError;
use crate::organise::board::{self, Line};
use crate::organise::board_sheet::{BY_LETTER, COLUMNS};
use crate::t;

/// What is typed and not saved yet: a door, by its place, and what came of the knock there; nothing
/// where that is taken back.
type Queue = Rc<RefCell<VecDeque<(usize, Option<Outcome>)>>>;

/// A board being typed in. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Typing {
    phone: Phone,
    evening: Evening,
    /// Its doors. Which are struck is as it was when the board was printed.
    pub lines: StoredValue<Rc<Vec<Line>>, LocalStorage>,
    /// Who knocked, and when they began.
    pub visit: StoredValue<Visit>,
    /// The door one is at, by its place; behind the last one at the end.
    pub at: RwSignal<usize>,
    /// What is saved.
    saved: Memo<BTreeMap<DoorId, Outcome>>,
    /// What is typed and under way.
    pending: RwSignal<BTreeMap<DoorId, Option<Outcome>>>,
    queue: StoredValue<Queue, LocalStorage>,
    working: StoredValue<Rc<Cell<bool>>, LocalStorage>,
}

impl Typing {
    fn new(head: &Head) -> Typing {
        let phone = expect_context::<Phone>();
        let visit = Visit {
            by: Some(head.by.clone()),
            when: Some(head.when),
        };
        let lines = phone.read_untracked(|state| {
            let mut lines = board::lines(state, head.board, head.when, head.board.day);
            for line in &mut lines {
                // What was typed from this very board did not strike it.
                line.struck &= board::typed(state, line.door.id, &visit).is_none();
            }
            Rc::new(lines)
        });
        let (doors, of) = (lines.clone(), visit.clone());
        let doors: Vec<DoorId> = doors.iter().map(|line| line.door.id).collect();
        let saved = Memo::new(move |_| {
            phone.read(|state| {
                let typed = |door: &DoorId| Some((*door, board::typed(state, *door, &of)?.outcome));
                doors.iter().filter_map(typed).collect()
            })
        });
        let typing = Typing {
            phone,
            evening: expect_context::<Evening>(),
            lines: StoredValue::new_local(lines),
            visit: StoredValue::new(visit),
            at: RwSignal::new(0),
            saved,
            pending: RwSignal::default(),
            queue: StoredValue::new_local(Queue::default()),
            working: StoredValue::new_local(Rc::default()),
        };
        typing.at.set(typing.where_it_broke_off());
        typing
    }

    /// The first door after the last one that is typed in.
    fn where_it_broke_off(self) -> usize {
        let last = self.lines.with_value(|lines| {
            let saved = self.saved.get_untracked();
            lines
                .iter()
                .rposition(|line| saved.contains_key(&line.door.id))
        });
        self.next_after(last)
    }

    /// The next door that is not struck; behind the last one where there is none.
    fn next_after(self, place: Option<usize>) -> usize {
        let from = place.map_or(0, |place| place + 1);
        self.lines.with_value(|lines| {
            let struck = lines.iter().skip(from).take_while(|line| line.struck);
            (from + struck.count()).min(lines.len())
        })
    }

    /// What stands for a door.
    pub fn outcome(self, door: DoorId) -> Option<Outcome> {
        let pending = self.pending.with(|pending| pending.get(&door).copied());
        pending.unwrap_or_else(|| self.saved.with(|saved| saved.get(&door).copied()))
    }

    /// Nothing is under way any more.
    pub fn all_saved(self) -> bool {
        self.pending.with(BTreeMap::is_empty)
    }

    fn press(self, key: Key) {
        let at = self.at.get_untracked();
        let here = self
            .lines
            .with_value(|lines| lines.get(at).map(|line| line.door.id));
        let back = at.saturating_sub(1);
        match (key, here) {
            (Key::Outcome(outcome), Some(door)) => {
                self.give(at, door, Some(outcome));
                self.at.set(self.next_after(Some(at)));
            }
            (Key::On, Some(_)) => self.at.set(self.next_after(Some(at))),
            (Key::TakeBack, Some(door)) if untrack(|| self.outcome(door)).is_some() => {
                self.give(at, door, None);
            }
            (Key::Back | Key::TakeBack, _) => self.at.set(back),
            (Key::Outcome(_) | Key::On, None) => {}
        }
    }

    fn give(self, place: usize, door: DoorId, outcome: Option<Outcome>) {
        self.pending.update(|pending| {
            pending.insert(door, outcome);
        });
        let (queue, working) = (self.queue.get_value(), self.working.get_value());
        queue.borrow_mut().push_back((place, outcome));
        if working.replace(true) {
            return;
        }
        let lines = self.lines.get_value();
        let visit = self.visit.get_value();
        spawn_local(async move {
            loop {
                let next = queue.borrow_mut().pop_front();
                let Some((place, outcome)) = next else { break };
                let Some(line) = lines.get(place) else {
                    continue;
                };
                // Where it fails the banner says so, and the phone holds it; the row stays empty.
                let _ = save(self.phone, self.evening, line, &visit, outcome).await;
                let again = queue.borrow().iter().any(|(other, _)| *other == place);
                if !again {
                    let door = line.door.id;
                    let _ = self.pending.try_update(|pending| pending.remove(&door));
                }
            }
            working.set(false);
        });
    }
}

/// Saves what was typed for a door, over what was typed there before.
async fn save(
    phone: Phone,
    evening: Evening,
    line: &Line,
    visit: &Visit,
    outcome: Option<Outcome>,
) -> Result<(), SaveError> {
    let door = &line.door;
    let before = phone.read_untracked(|state| board::typed(state, door.id, visit));
    let before = before.map(|typed| typed.outcome);
    if before == outcome {
        return Ok(());
    }
    if let Some(before) = before {
        let what = t!("volunteer.undoing", what = outcome_at(&door.label, before));
        let drafts = phone.read_untracked(|state| board::take_back(state, door, visit));
        evening.record(phone, what, drafts).await?;
    }
    let Some(outcome) = outcome else {
        return Ok(());
    };
    // Who lives there is read anew: that somebody moved away may just have been taken back.
    let drafts = phone.read_untracked(|state| board::knock(state, door, visit, outcome));
    let what = outcome_at(&door.label, outcome);
    evening
        .record_with_undo(phone, what, Some(door.id), drafts)
        .await
}

/// The board.
#[component]
pub fn TypeIn(
    /// What stands at its head.
    head: Head,
) -> impl IntoView {
    let typing = Typing::new(&head);
    let region = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(region) = region.get() {
            // Keys are heard from here on; where they are not, taps still are.
            let _ = region.focus();
        }
    });
    let pressed = move |event: KeyboardEvent| {
        let chord = event.ctrl_key() || event.alt_key() || event.meta_key();
        let Some(key) = key(&event.key()).filter(|_| !chord) else {
            return;
        };
        event.prevent_default();
        // A key that is held down is one door, not all of them.
        if !event.repeat() {
            typing.press(key);
        }
    };
    let knocked = t!(
        "paper.entered_by",
        by = head.by,
        time = time_and_day(head.when)
    );
    let all = typing.lines.with_value(|lines| lines.len());
    let ended = Memo::new(move |_| typing.at.get() >= all);
    let counted = move || {
        let typed = typing.lines.with_value(|lines| {
            let typed = |line: &&Line| typing.outcome(line.door.id).is_some();
            lines.iter().filter(typed).count()
        });
        t!("paper.counted", n = typed, all = all)
    };
    view! {
        <p>
            <bdi>{knocked}</bdi>
            " · "
            {head.board.code()}
        </p>
        <p class="hint keys">{t!("paper.keys")}</p>
        <div
            class="board-typing"
            node_ref=region
            tabindex="0"
            role="group"
            aria-label=t!("paper.type")
            on:keydown=pressed
        >
            <div>
                <p class="figure">{counted}</p>
                <Rows typing=typing />
            </div>
            <div>
                {move || match ended.get() {
                    false => view! { <Now typing=typing /> }.into_any(),
                    true => view! { <Whole typing=typing head=head.clone() /> }.into_any(),
                }}
            </div>
        </div>
    }
}

/// The door one is at, and what may have come of the knock there.
#[component]
fn Now(typing: Typing) -> impl IntoView {
    let door = move || {
        let at = typing.at.get();
        typing.lines.with_value(|lines| {
            let door = &lines.get(at)?.door;
            Some(match door.floor.map(floor_spoken) {
                Some(floor) => t!("paper.door_at", label = door.label, floor = floor),
                None => door.label.clone(),
            })
        })
    };
    let button = move |outcome: Outcome| {
        view! {
            <button
                type="button"
                class="outcome"
                class:spoke=outcome == Outcome::Spoke
                class:stop=outcome == Outcome::DoNotKnock
                on:click=move |_| typing.press(Key::Outcome(outcome))
            >
                <kbd aria-hidden="true">{cap(outcome)}</kbd>
                <Mark outcome />
                {outcome_name(outcome)}
            </button>
        }
    };
    let step = move |key: Key, words: String| {
        view! {
            <button type="button" class="button" on:click=move |_| typing.press(key)>
                {words}
            </button>
        }
    };
    view! {
        <p class="board-door" role="status">
            <bdi>{door}</bdi>
        </p>
        <div class="outcomes" role="group" aria-label=t!("volunteer.outcome")>
            {COLUMNS.map(button).collect_view()}
        </div>
        <details class="more">
            <summary>{t!("volunteer.more_outcomes")}</summary>
            <div class="outcomes">{BY_LETTER.map(button).collect_view()}</div>
        </details>
        <div class="row">
            {step(Key::On, t!("paper.skip"))} {step(Key::Back, t!("paper.back"))}
            {step(Key::TakeBack, t!("paper.clear"))}
        </div>
    }
}

/// All doors of the board, with what is typed; a tap on one goes there.
#[component]
fn Rows(typing: Typing) -> impl IntoView {
    let list = NodeRef::<html::Ol>::new();
    let rows = typing.lines.get_value();
    let mut before = None;
    let rows = rows.iter().enumerate().map(|(place, line)| {
        let here = Some((line.door.entrance.clone(), line.door.floor));
        let begins = here != before;
        before = here;
        view! { <Row typing=typing place=place line=line.clone() begins=begins list=list /> }
    });
    view! {
        <ol class="board-rows" node_ref=list>
            {rows.collect_view()}
        </ol>
    }
}

#[component]
fn Row(
    typing: Typing,
    place: usize,
    line: Line,
    begins: bool,
    list: NodeRef<html::Ol>,
) -> impl IntoView {
    let row = NodeRef::<html::Li>::new();
    let here = Memo::new(move |_| typing.at.get() == place);
    Effect::new(move |_| {
        if here.get()
            && let (Some(row), Some(list)) = (row.get(), list.get())
        {
            // In the middle of the list, so that the doors before and after are in sight.
            let middle = row.offset_top() - (list.client_height() - row.offset_height()) / 2;
            list.set_scroll_top(middle);
        }
    });
    let door = line.door.id;
    let outcome = Memo::new(move |_| typing.outcome(door));
    let struck = line.struck;
    let said = move || match outcome.get() {
        Some(outcome) => view! {
            <Mark outcome />
            <span>{outcome_name(outcome)}</span>
        }
        .into_any(),
        None if struck => view! { <span class="quiet">{t!("paper.struck")}</span> }.into_any(),
        None => view! { <span class="visually-hidden">{t!("paper.empty")}</span> }.into_any(),
    };
    let names = [
        line.door.entrance.clone(),
        line.door.floor.map(floor_spoken),
    ];
    let names: Vec<String> = names.into_iter().flatten().collect();
    let floor = (begins && !names.is_empty()).then(|| names.join(" · "));
    view! {
        <li node_ref=row>
            {floor.map(|floor| view! { <p class="board-floor">{floor}</p> })}
            <button
                type="button"
                class="board-row"
                class:here=here
                class:struck=struck
                aria-current=move || here.get().then_some("step")
                on:click=move |_| typing.at.set(place)
            >
                <bdi>{line.door.label}</bdi>
                <span class="row">{said}</span>
            </button>
        </li>
    }
}
