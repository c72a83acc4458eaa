//! Eleven o'clock: what organisers go through before they go to bed. It needs no signal.

mod owners;
mod requests;
mod tomorrow;

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::disagreements::Settling;
use super::estate_switch::{EstateSwitch, Estates, estate_name};
use super::frame::{Back, OrganiserPage};
use super::known::{self, Answer, AskAgain, Known};
use super::morning::places;
use super::tonight::Overdue;
use crate::canvass::id::DoorId;
use crate::client::pages::volunteer::lifting::{lifted_row, standing_row};
use crate::client::parts::when::{evening_day, time_and_day, tonight};
use crate::client::phone::Phone;
use crate::locales;
use crate::organise::eleven::{SafetyRow, safety, spoken, unheard};
use crate::organise::lifting::lifted;
use crate::organise::out_of_hours::{OutOfHours, out_of_hours};
use crate::organise::phones::{how_many_in, seen};
use crate::organise::report::Report;
use crate::organise::teams::teams;
use crate::t;
pub use owners::Unowned;
use requests::{Requests, Tries};
pub use tomorrow::Tomorrow;

/// The page.
#[component]
pub fn Eleven() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let known = known::ask(phone);
    let report = Memo::new(move |_| {
        known.with(|known| {
            phone.read(|state| match &known.said {
                Some((phones, _)) => Report::read(state, phones, tonight()),
                None => Report::read(state, &seen(state), tonight()),
            })
        })
    });
    let estates = Estates::new(phone);
    view! {
        <OrganiserPage title=t!("night.eleven") back=Back::Home>
            <Overdue />
            <p>{t!("night.eleven_what")}</p>
            <p>
                <a href="/organise/debrief">{t!("training.debrief")}</a>
            </p>
            <h2>{t!("night.not_in_title")}</h2>
            <NotIn report=report known=known />
            <h2>{t!("night.spoken")}</h2>
            <SpokenWith report=report estates=estates />
            <h2>{t!("night.safety")}</h2>
            <SafetyFacts report=report />
            <h2>{t!("night.erase_title")}</h2>
            <Requests report=report />
            <h2>{t!("night.unowned")}</h2>
            <Unowned report=report />
            <h2>{t!("organiser.disagreements")}</h2>
            <Settling report=report />
            <h2>{t!("night.tomorrow")}</h2>
            <EstateSwitch estates=estates />
            <Tomorrow report=report estates=estates />
            <h2>{t!("night.tries")}</h2>
            <Tries />
        </OrganiserPage>
    }
}

/// Whose phone is not in, by name.
#[component]
fn NotIn(report: Memo<Report>, known: RwSignal<Known>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let out = Memo::new(move |_| {
        report.with(|report| {
            let phones = report.phones.iter();
            phones
                .filter(|phone| !phone.is_in && !phone.known.revoked)
                .map(|phone| (phone.whose.called(locales::fill), phone.known.last_heard))
                .collect::<Vec<_>>()
        })
    });
    let unheard = Memo::new(move |_| {
        let teams = phone.read(|state| teams(state, evening_day()));
        report.with(|report| unheard(&teams, &report.phones))
    });
    let nothing_said = Memo::new(move |_| {
        known.with(|known| known.said.is_none() && known.answer != Answer::Asking)
    });
    view! {
        <p role="status" class="figure">
            {move || {
                let joined = report.with(|report| how_many_in(&report.phones).1);
                known.with(|known| in_words(known, out.with(Vec::len), joined))
            }}
        </p>
        <AskAgain known=known />
        <ul class="stack tight">
            {move || {
                out.get()
                    .into_iter()
                    .map(|(name, heard)| {
                        // Two may go by one name.
                        let heard = heard.map(|at| t!("night.heard", when = time_and_day(at)));
                        view! {
                            <li class="card hatched">
                                <strong>
                                    <bdi>{name}</bdi>
                                </strong>
                                {heard.map(|words| view! { <span class="small">{words}</span> })}
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
        <Show when=move || unheard.with(|names| !names.is_empty())>
            <p>{move || t!("night.unheard", names = unheard.get().join(", "))}</p>
        </Show>
        <Show when=move || nothing_said.get()>
            <p class="quiet">{t!("night.not_in_seen")}</p>
        </Show>
        <p>
            <a href="/organise/phones">{t!("organiser.phones")}</a>
        </p>
    }
}

/// How many phones are not in, of so many that joined: said only as far as it is known.
fn in_words(known: &Known, out: usize, joined: usize) -> String {
    match (&known.answer, &known.said) {
        (Answer::Asking, None) => t!("night.asking"),
        (_, None) => t!("night.not_known"),
        (_, Some(_)) if out > 0 => t!("night.not_in", n = out),
        (_, Some(_)) if joined == 0 => t!("night.none_joined"),
        (Answer::Now, Some(_)) => t!("night.all_in"),
        (_, Some((_, at))) => t!("night.all_in_then", time = time_and_day(*at)),
    }
}

/// Conversations, estate by estate.
#[component]
fn SpokenWith(report: Memo<Report>, estates: Estates) -> impl IntoView {
    let rows = Memo::new(move |_| {
        let all = estates.all.get();
        report.with(|report| spoken(report, &all, tonight()))
    });
    let row = move || {
        let rows = rows.get();
        let alone = rows.len() == 1;
        rows.into_iter()
            .map(|row| {
                let name = match alone {
                    true => t!("night.all_estates"),
                    false => estate_name(&row.estate),
                };
                let tonight = t!("night.spoken_tonight", n = row.tonight, all = row.doors);
                let ever = t!("night.spoken_ever", n = row.ever, all = row.doors);
                view! {
                    <dt>
                        <bdi>{name}</bdi>
                    </dt>
                    <dd>
                        <strong>{tonight}</strong>
                        <br />
                        <span class="quiet">{ever}</span>
                    </dd>
                }
            })
            .collect_view()
    };
    view! { <dl class="facts card">{row}</dl> }
}

/// What must not be overlooked.
#[component]
fn SafetyFacts(report: Memo<Report>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let rows = Memo::new(move |_| phone.read(|state| safety(state, tonight())));
    let was = Memo::new(move |_| {
        phone.read(|state| {
            let mut rows = lifted(state);
            rows.retain(|row| row.at >= tonight().since);
            rows
        })
    });
    let doors = Memo::new(move |_| report.with(places));
    let place = move |door| doors.with(|doors| doors.get(&door).cloned().unwrap_or_default());
    let drawn = move || {
        let rows = was.get().into_iter();
        rows.map(|row| {
            let place = place(row.door);
            lifted_row(row, place)
        })
        .collect_view()
    };
    view! {
        <p class="quiet">
            {move || match rows.with(Vec::is_empty) {
                true => t!("night.safety_none"),
                false => t!("night.safety_what"),
            }}
        </p>
        <ul class="stack tight">
            // A reason that is being typed stays where it is, whatever comes in.
            <For each=move || rows.get() key=|row| row.dot let:row>
                {safety_row(row, place)}
            </For>
            {drawn}
        </ul>
        <NoReason doors />
    }
}

/// Knocks at an hour when nobody knocks, of which nothing says why.
#[component]
fn NoReason(doors: Memo<BTreeMap<DoorId, String>>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let rows = Memo::new(move |_| {
        let mut rows = phone.read(|state| out_of_hours(state, tonight()));
        rows.retain(|row| row.reason.is_none());
        rows
    });
    let place = move |door| doors.with(|doors| doors.get(&door).cloned());
    let line = move |row: OutOfHours| {
        view! {
            <li class="card">
                <p class="figure">
                    <bdi>{move || place(row.door)}</bdi>
                </p>
                <p class="quiet small">
                    {t!("volunteer.safety_by", name = row.by, time = time_and_day(row.at))}
                </p>
            </li>
        }
    };
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())>
            <p>{t!("night.out_of_hours")}</p>
            <ul class="stack tight">{move || rows.get().into_iter().map(line).collect_view()}</ul>
        </Show>
    }
}

fn safety_row(
    row: SafetyRow,
    place: impl Fn(DoorId) -> String + Copy + Send + 'static,
) -> impl IntoView {
    let door = row.door;
    view! {
        <li class="card">
            <p class="figure">
                <bdi>{move || place(door)}</bdi>
            </p>
            {standing_row(row)}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `time_and_day` asks the browser, so what was said before is not among these.
    #[test]
    fn every_phone_is_in_only_where_that_was_just_said_and_somebody_has_joined() {
        let said = Some((Vec::new(), 0));
        for (answer, said, out, joined, expected) in [
            (Answer::Asking, None, 0, 0, "Asking which phones are out…"),
            (Answer::Asking, None, 2, 2, "Asking which phones are out…"),
            (
                Answer::NotNow(String::new()),
                None,
                0,
                0,
                "Not known: nobody could be asked.",
            ),
            (
                Answer::NotNow(String::new()),
                None,
                0,
                3,
                "Not known: nobody could be asked.",
            ),
            (Answer::Now, said.clone(), 0, 0, "No phone has joined yet."),
            (Answer::Now, said.clone(), 0, 3, "Every phone is in."),
            (Answer::Now, said.clone(), 1, 3, "1 phone is not in"),
            (
                Answer::NotNow(String::new()),
                said,
                2,
                3,
                "2 phones are not in",
            ),
        ] {
            let known = Known {
                answer,
                said,
                members: None,
            };
            assert_eq!(in_words(&known, out, joined), expected, "{known:?}");
        }
    }
}
