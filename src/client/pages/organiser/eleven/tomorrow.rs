//! Tomorrow's stairs: proposed, changed by a tap, and then what tomorrow's evening begins with.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;

use crate::canvass::id::StairId;
use crate::client::pages::organiser::estate_switch::Estates;
use crate::client::pages::organiser::morning::stair_place;
use crate::client::pages::organiser::plan::More;
use crate::client::parts::when::evening_day;
use crate::client::phone::Phone;
use crate::client::told::SaveError;
use crate::locales;
use crate::organise::report::Report;
use crate::organise::selection::{self, Part, Picked};
use crate::organise::teams::{Team, teams};
use crate::organise::tomorrow::{ToDo, plan, planned, proposed, to_do, turf_of};
use crate::t;

/// So many stairs are drawn at once, and no fewer than are proposed.
const SHOWN_AT_ONCE: usize = 12;

/// What the page holds. A handle, copied freely.
#[derive(Clone, Copy)]
struct Planning {
    /// Tomorrow.
    day: i32,
    rows: Memo<Vec<ToDo>>,
    standing: Memo<Standing>,
    /// What was tapped; until then what is planned stands, or else what is proposed.
    tapped: RwSignal<BTreeMap<StairId, bool>>,
    picked: Memo<BTreeSet<StairId>>,
}

impl Planning {
    fn new(phone: Phone, report: Memo<Report>, estates: Estates) -> Planning {
        let day = evening_day() + 1;
        let rows = Memo::new(move |_| {
            let here = estates.here();
            report.with(|report| to_do(report, &here, day))
        });
        let tonights = Memo::new(move |_| phone.read(|state| teams(state, day - 1).len()));
        let standing = Memo::new(move |_| {
            let planned = phone.read(|state| planned(state, &teams(state, day)));
            rows.with(|rows| Standing::of(rows, &planned))
        });
        let tapped: RwSignal<BTreeMap<StairId, bool>> = RwSignal::default();
        let picked = Memo::new(move |_| {
            let proposal = rows.with(|rows| proposed(rows, tonights.get()));
            standing.with(|standing| tapped.with(|tapped| standing.picked(proposal, tapped)))
        });
        Planning {
            day,
            rows,
            standing,
            tapped,
            picked,
        }
    }

    fn turn(self, stair: StairId) {
        let is_picked = self.picked.with_untracked(|picked| picked.contains(&stair));
        self.tapped.update(|tapped| {
            tapped.insert(stair, !is_picked);
        });
    }

    /// The first rows. What is planned stands first of all, so that it can be taken back.
    fn first(self, many: usize) -> Vec<ToDo> {
        let mut rows = self.rows.get();
        let planned = self.standing.get().planned;
        rows.sort_by_key(|row| !planned.contains(&row.stair));
        rows.truncate(many);
        rows
    }
}

/// The stairs, and the button that makes them tomorrow's.
#[component]
pub fn Tomorrow(
    /// The report as it stands.
    report: Memo<Report>,
    /// The estates.
    estates: Estates,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let planning = Planning::new(phone, report, estates);
    let all = Memo::new(move |_| phone.read(|state| teams(state, planning.day)));
    let places = Memo::new(move |_| {
        report.with(|report| {
            let stairs = report.stairs.iter();
            stairs
                .map(|row| (row.stair.id, stair_place(row)))
                .collect::<BTreeMap<_, _>>()
        })
    });
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let drawn = move || {
        let places = places.get();
        let rows = planning.first(shown.get()).into_iter();
        rows.map(|row| {
            let place = places.get(&row.stair).cloned().unwrap_or_default();
            view! { <StairRow planning=planning row=row place=place /> }
        })
        .collect_view()
    };
    view! {
        <p class="quiet">
            {move || match planning.rows.with(Vec::is_empty) {
                true => t!("night.tomorrow_none"),
                false => t!("night.tomorrow_what"),
            }}
        </p>
        <ul class="stack tight">{drawn}</ul>
        {move || view! { <More shown=shown all=planning.rows.with(Vec::len) /> }}
        <Make planning=planning />
        <Show when=move || all.with(|teams| !teams.is_empty())>
            <p>
                <bdi>{move || t!("night.tomorrow_is", names = all.with(|teams| names(teams)))}</bdi>
            </p>
        </Show>
    }
}

/// What stands on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Standing {
    /// Its stairs.
    here: BTreeSet<StairId>,
    /// Those that are tomorrow's already.
    planned: BTreeSet<StairId>,
}

impl Standing {
    fn of(rows: &[ToDo], planned: &BTreeMap<StairId, Vec<Team>>) -> Standing {
        let here: BTreeSet<StairId> = rows.iter().map(|row| row.stair).collect();
        let planned = here.iter().filter(|stair| planned.contains_key(stair));
        Standing {
            planned: planned.copied().collect(),
            here,
        }
    }

    /// What is ticked: what is planned already, or else what is proposed, but for what was tapped.
    /// What was tapped on another estate's page is none of this one's.
    fn picked(
        &self,
        proposal: BTreeSet<StairId>,
        tapped: &BTreeMap<StairId, bool>,
    ) -> BTreeSet<StairId> {
        let untouched = match self.planned.is_empty() {
            true => &proposal,
            false => &self.planned,
        };
        let is_picked = |stair: &&StairId| {
            let tapped = tapped.get(*stair).copied();
            tapped.unwrap_or_else(|| untouched.contains(*stair))
        };
        self.here.iter().filter(is_picked).copied().collect()
    }
}

fn names(teams: &[Team]) -> String {
    let names: Vec<&str> = teams.iter().map(|team| team.name.as_str()).collect();
    names.join("; ")
}

#[component]
fn StairRow(planning: Planning, row: ToDo, place: String) -> impl IntoView {
    let stair = row.stair;
    let Planning {
        standing, picked, ..
    } = planning;
    let mut words = Vec::new();
    if standing.with_untracked(|it| it.planned.contains(&stair)) {
        words.push(t!("night.stair_planned"));
    }
    if row.due > 0 {
        words.push(t!("night.stair_due", n = row.due));
    }
    if row.never > 0 {
        words.push(t!("night.stair_never", n = row.never));
    }
    if row.again > 0 {
        words.push(t!("night.stair_again", n = row.again));
    }
    if row.out {
        words.push(t!("night.stair_out"));
    }
    view! {
        <li>
            <label class="choice" class:hatched=row.out>
                <input
                    type="checkbox"
                    prop:checked=move || picked.with(|picked| picked.contains(&stair))
                    on:change=move |_| planning.turn(stair)
                />
                <span>
                    <bdi>{place}</bdi>
                    <br />
                    <span class="quiet">{words.join(" · ")}</span>
                </span>
            </label>
        </li>
    }
}

/// The button: there where something would change.
#[component]
fn Make(planning: Planning) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let Planning {
        day,
        standing,
        tapped,
        picked,
        ..
    } = planning;
    let said = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let make = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (stairs, here) = (picked.get_untracked(), standing.get_untracked().here);
        leptos::task::spawn_local(async move {
            let outcome = make(phone, &stairs, &here, day).await;
            let _ = busy.try_set(false);
            let _ = said.try_set(Some(match outcome {
                Ok(()) => {
                    phone.sync();
                    let kept = here.iter().map(|stair| (*stair, stairs.contains(stair)));
                    let _ = tapped.try_set(kept.collect());
                    Ok(made_words(stairs.len()))
                }
                Err(reason) => Err(reason.sentence()),
            }));
        });
    };
    let changes =
        Memo::new(move |_| standing.with(|it| picked.with(|picked| *picked != it.planned)));
    view! {
        <Show when=move || changes.get()>
            <button type="button" class="button primary" disabled=busy on:click=make>
                {move || match picked.with(BTreeSet::len) {
                    0 => t!("night.tomorrow_make_none"),
                    n => t!("night.tomorrow_make", n = n),
                }}
            </button>
        </Show>
        {move || match said.get() {
            Some(Ok(words)) => view! { <p role="status">{words}</p> }.into_any(),
            Some(Err(words)) => {
                view! {
                    <p class="error" role="alert">
                        {words}
                    </p>
                }
                    .into_any()
            }
            None => ().into_any(),
        }}
    }
}

fn made_words(stairs: usize) -> String {
    match stairs {
        0 => t!("night.tomorrow_made_none"),
        n => t!("night.tomorrow_made", n = n),
    }
}

/// Has these stairs of those that stand here worked on a day, and no others: a turf for each that is
/// none yet. Tried again, it goes on from what is there: what was held is saved, and nothing is made
/// twice.
async fn make(
    phone: Phone,
    stairs: &BTreeSet<StairId>,
    here: &BTreeSet<StairId>,
    day: i32,
) -> Result<(), SaveError> {
    if phone.holds_unsaved() {
        phone.retry_save().await?;
    }
    let new = phone.read_untracked(|state| {
        let choices = selection::choices(state);
        let all = choices.iter().flat_map(|block| &block.stairs);
        let new = all.filter(|choice| {
            stairs.contains(&choice.stair.id) && turf_of(state, choice.stair.id).is_none()
        });
        new.map(|choice| {
            let picked = Picked::from([(choice.stair.id, Part::whole(choice.doors))]);
            let name = selection::suggested_name(&choices, &picked, locales::fill);
            selection::turf(state, &choices, &picked, &name)
        })
        .collect::<Vec<_>>()
    });
    if !new.is_empty() {
        phone.record(new).await?;
    }
    let drafts = phone.read_untracked(|state| plan(state, day, stairs, here));
    if !drafts.is_empty() {
        phone.record(drafts).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::dot::{Dot, LogId};

    #[test]
    fn what_is_planned_is_ticked_or_else_what_is_proposed_but_for_what_was_tapped() {
        let stair = |seq| {
            StairId(Dot {
                log: LogId([1; 8]),
                seq,
            })
        };
        let set = |stairs: &[u64]| stairs.iter().map(|n| stair(*n)).collect::<BTreeSet<_>>();
        for (planned, tapped, expected) in [
            (&[][..], &[][..], &[1, 2][..]),
            (&[], &[(1, false), (3, true)], &[2, 3]),
            (&[3], &[], &[3]),
            (&[3], &[(3, false)], &[]),
            (&[3], &[(1, true)], &[1, 3]),
            // On another estate.
            (&[], &[(9, true)], &[1, 2]),
        ] {
            let standing = Standing {
                here: set(&[1, 2, 3]),
                planned: set(planned),
            };
            let tapped = tapped.iter().map(|(n, is)| (stair(*n), *is)).collect();
            let picked = standing.picked(set(&[1, 2]), &tapped);
            assert_eq!(picked, set(expected), "{planned:?} {tapped:?}");
        }
    }
}
