//! What somebody did or said about acting together: one tap, sealed for organisers at once. While this
//! page is open it can be taken back; then no phone shows it again.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcomes::At;
use crate::canvass::act::{Act, acted, brought};
use crate::canvass::dot::Dot;
use crate::canvass::draft::{self, Draft};
use crate::canvass::estate;
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::petition::acts_beside;
use crate::canvass::readback::one_more_sealed;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::t;

/// What was recorded here since the page was opened: what, and the events, the sealed one first.
type Kept = Vec<(Act, Vec<Dot>)>;

/// What is recorded at a door while its page is open. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Acting {
    phone: Phone,
    evening: Evening,
    at: StoredValue<At>,
    kept: RwSignal<Kept>,
}

fn act_words(act: Act) -> String {
    t!(&format!("acts.{}", act.word()))
}

impl Acting {
    /// Nothing is recorded yet.
    pub fn new(at: &At) -> Acting {
        Acting {
            phone: expect_context(),
            evening: expect_context(),
            at: StoredValue::new(at.clone()),
            kept: RwSignal::default(),
        }
    }

    /// Nothing was recorded since the page was opened.
    pub fn is_empty(self) -> bool {
        self.kept.with(Vec::is_empty)
    }

    /// What was, each with the way to take it back: lines of a list.
    pub fn lines(self) -> impl IntoView {
        let kept = self.kept.get().into_iter();
        let lines = kept.map(|(act, dots)| {
            let words = act_words(act);
            let label = t!("acts.wrong_what", what = words);
            let back = move |_| self.take_back(act, dots.clone());
            view! {
                <li class="said">
                    <span class="quiet small">{t!("acts.title")}</span>
                    <span class="words">{words}</span>
                    <button type="button" class="button" aria-label=label on:click=back>
                        {t!("acts.wrong")}
                    </button>
                </li>
            }
        });
        lines.collect_view()
    }

    fn is_kept(self, act: Act) -> bool {
        self.kept
            .with(|kept| kept.iter().any(|(known, _)| *known == act))
    }

    fn save(self, act: Act, draft: Draft) {
        let at = self.at.get_value();
        let what = t!("acts.described", label = at.label, act = act_words(act));
        let drafts = vec![draft, one_more_sealed(at.stream(), at.household)];
        spawn_local(async move {
            let saved = self.evening.record_beside(self.phone, what, drafts);
            // A failure stands in the banner, and the phone holds what it could not save.
            if let Ok(dots) = saved.await {
                self.kept.try_update(|kept| kept.push((act, dots)));
            }
        });
    }

    fn tap(self, act: Act) {
        let home = self.at.with_value(|at| at.household);
        self.save(act, acted(home, act, tonight().today, Vec::new()));
    }

    fn had_act(self, other: HouseholdId) {
        let home = self.at.with_value(|at| at.household);
        if let Some(draft) = brought(home, other, tonight().today, Vec::new()) {
            self.save(Act::Brought, draft);
        }
    }

    /// Takes back what was recorded here. Nothing is struck in inner, so an entry stands in its place.
    fn take_back(self, act: Act, dots: Vec<Dot>) {
        let at = self.at.get_value();
        let Some((sealed, beside)) = dots.split_first() else {
            return;
        };
        let instead = vec![*sealed];
        let mut drafts = vec![acted(
            at.household,
            Act::TakenBack,
            tonight().today,
            instead,
        )];
        let strikes = self
            .phone
            .read_untracked(|state| draft::undo(state, at.stream(), beside));
        drafts.extend(strikes);
        let what = t!(
            "acts.described",
            label = at.label,
            act = act_words(Act::TakenBack)
        );
        spawn_local(async move {
            let saved = self.evening.record_beside(self.phone, what, drafts);
            if saved.await.is_ok() {
                self.kept
                    .try_update(|kept| kept.retain(|it| *it != (act, dots.clone())));
            }
        });
    }
}

/// Folded away; nothing at all where nothing may be recorded.
#[component]
pub fn ActsHere(
    /// What is recorded here.
    acting: Acting,
    /// It is not read back anywhere else on the page.
    #[prop(default = false)]
    read_back: bool,
) -> impl IntoView {
    let phone = acting.phone;
    let acts = Memo::new(move |_| phone.read(|state| acts_beside(state, tonight().today)));
    move || {
        let acts = acts.get();
        (!acts.is_empty()).then(|| {
            let (done, said): (Vec<Act>, Vec<Act>) =
                acts.into_iter().partition(|act| act.is_done_for());
            view! {
                <Folded id="acts" summary=|| t!("acts.title")>
                    <div class="stack">
                        <p>{t!("acts.agreed")}</p>
                        <p class="hint">{t!("acts.sealed")}</p>
                        {group(acting, t!("acts.title"), done)}
                        <Brought acting />
                        {(!said.is_empty()).then(|| group(acting, t!("acts.title_words"), said))}
                        {read_back.then(|| view! { <ul>{move || acting.lines()}</ul> })}
                    </div>
                </Folded>
            }
        })
    }
}

fn group(acting: Acting, label: String, acts: Vec<Act>) -> impl IntoView {
    let taps = acts.into_iter().filter(|act| *act != Act::Brought);
    let taps = taps.map(|act| {
        let tap = move |click: MouseEvent| {
            if !acting.evening.taps.tremble(&click) && !acting.is_kept(act) {
                acting.tap(act);
            }
        };
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=move || acting.is_kept(act).to_string()
                on:click=tap
            >
                {act_words(act)}
            </button>
        }
    });
    view! {
        <div class="stack tight" role="group" aria-label=label>
            {taps.collect_view()}
        </div>
    }
}

/// Which other home they had act: one of their own stair.
#[component]
fn Brought(acting: Acting) -> impl IntoView {
    let (door, stair) = acting.at.with_value(|at| (at.door, at.stair));
    let others: Vec<(DoorId, String)> = acting.phone.read_untracked(|state| {
        let doors = estate::doors(state, stair).into_iter();
        let doors = doors.filter(|other| other.id != door && !other.gone);
        doors.map(|other| (other.id, other.label)).collect()
    });
    let options = others
        .iter()
        .map(|(id, label)| view! { <option value=id.0.to_string()>{label.clone()}</option> });
    let options = options.collect_view();
    let picked = move |event| {
        let value = event_target_value(&event);
        let other = others.iter().find(|(id, _)| id.0.to_string() == value);
        if let Some((id, _)) = other {
            let phone = acting.phone;
            acting.had_act(phone.read_untracked(|state| estate::household(state, *id)));
        }
    };
    view! {
        <div class="field">
            <label for="brought">{t!("acts.brought_whom")}</label>
            <select id="brought" on:change=picked>
                <option value="">{t!("acts.nobody")}</option>
                {options}
            </select>
        </div>
    }
}
