//! The roll of members: how many each home has, and the roll on paper.

use leptos::prelude::*;

use super::{Seen, path};
use crate::canvass::about::AboutUs;
use crate::canvass::dot::Dot;
use crate::canvass::estate::natural;
use crate::client::pages::organiser::download::{self, Sheet};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::lock;
use crate::client::pages::organiser::meetings::when_words;
use crate::client::pages::organiser::plan::More;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::long_day;
use crate::client::phone::Phone;
use crate::locales::{self, Card};
use crate::organise::agm::sheet::{About, roll_sheets};
use crate::organise::agm::{MOST_OF_A_HOME, Row, put_on_roll};
use crate::organise::estates::{Extent, Places};
use crate::organise::paper::NotPrintable;
use crate::t;

/// What the file is called: it says nothing of the campaign or its doors.
const FILE: &str = "stairwell-roll.pdf";
/// So many homes are listed at first.
const LISTED_AT_ONCE: usize = 60;

/// The page.
#[component]
pub fn RollPage(
    /// The meeting, where the path names one.
    id: Option<Dot>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let seen = Memo::new(move |_| Seen::read(phone, id).filter(|seen| !seen.rules.is_empty()));
    let saving = Saving::new();
    let shown = RwSignal::new(LISTED_AT_ONCE);
    let is_known = Memo::new(move |_| seen.with(Option::is_some));
    let all = Memo::new(move |_| seen.with(|seen| seen.as_ref().map_or(0, |it| it.rows.len())));
    let sorted = Memo::new(move |_| {
        let rows = seen.with(|seen| seen.as_ref().map(|it| it.rows.clone()));
        by_number(rows.unwrap_or_default())
    });
    let rows = move || {
        let rows = |all: &Vec<Row>| all.iter().take(shown.get()).cloned().collect::<Vec<Row>>();
        sorted.with(rows)
    };
    view! {
        <OrganiserPage title=t!("agm.roll") back=Back::Meetings>
            {move || match is_known.get() {
                false => view! { <p class="quiet">{t!("agm.no_rules")}</p> }.into_any(),
                true => {
                    view! {
                        <p>
                            <a href=id.map(path)>{t!("agm.title")}</a>
                        </p>
                        <p>{t!("agm.roll_what")}</p>
                        <Print seen />
                        <Wrong saving />
                        <ul class="stack tight">
                            // A home stays where it is while what is said of it changes.
                            <For each=rows key=|row| row.door let:row>
                                {line(saving, seen, &row)}
                            </For>
                        </ul>
                        {move || view! { <More shown=shown all=all.get() /> }}
                    }
                        .into_any()
                }
            }}
        </OrganiserPage>
    }
}

/// Stair by stair, the homes of each by what is on their doors: a roll is looked through, and not walked.
fn by_number(mut rows: Vec<Row>) -> Vec<Row> {
    for stair in rows.chunk_by_mut(|a, b| a.stair == b.stair) {
        stair.sort_by(|a, b| natural(&a.label, &b.label));
    }
    rows
}

/// A home, with how many members it has to be chosen.
fn line(saving: Saving, seen: Memo<Option<Seen>>, row: &Row) -> impl IntoView + use<> {
    let phone = saving.phone;
    let stair = phone.read_untracked(|state| {
        let places = Places::new(state, &Extent::Campaign);
        places.name(row.stair, |key| t!(key))
    });
    let label = [stair, Some(row.label.clone())].into_iter().flatten();
    let label = label.collect::<Vec<_>>().join(", ");
    let (home, door) = (row.home, row.door);
    let people = Memo::new(move |_| {
        seen.with(|seen| {
            let mut rows = seen.iter().flat_map(|seen| &seen.rows);
            rows.find(|row| row.door == door)?.people
        })
    });
    let options = (0..=MOST_OF_A_HOME).map(|n| {
        view! {
            <option value=n.to_string() selected=move || people.get() == Some(n)>
                {n}
            </option>
        }
    });
    let change = move |event: leptos::ev::Event| {
        let Ok(people) = event_target_value(&event).parse::<u8>() else {
            return;
        };
        let draft = phone.read_untracked(|state| put_on_roll(state, home, people));
        saving.save(vec![draft], String::new(), |_| ());
    };
    view! {
        <li class="card">
            <label class="field">
                <span>
                    <bdi>{label}</bdi>
                </span>
                <select on:change=change>
                    <option value="" selected=move || people.get().is_none()>
                        {t!("agm.not_said")}
                    </option>
                    {options.collect_view()}
                </select>
            </label>
        </li>
    }
}

/// The roll as a file to print: that it was taken out is recorded first.
#[component]
fn Print(seen: Memo<Option<Seen>>) -> impl IntoView {
    let saving = Saving::new();
    let done = RwSignal::new(String::new());
    let save = move |_| {
        let phone = saving.phone;
        let may = match lock::to_print(phone) {
            Ok(may) => may,
            Err(words) => {
                saving.wrong.set(Some(words));
                return;
            }
        };
        let ends = phone.membership().get_untracked().map_or(0, |own| own.ends);
        let Some(Seen {
            meeting,
            rules,
            rows,
        }) = seen.get_untracked()
        else {
            return;
        };
        let Some(rules) = rules.first() else {
            return;
        };
        let made = phone.read_untracked(|state| {
            let group = AboutUs::read(state).group;
            let kept = [("group", group), ("day", long_day(ends))];
            let about = About {
                what: meeting
                    .said()
                    .map(|said| said.what.clone())
                    .unwrap_or_default(),
                when: when_words(&meeting),
                privacy: Card::english().say("card.consent", &kept),
            };
            let places = Places::new(state, &Extent::Campaign);
            let name = |stair| (places.name(stair, |key| t!(key))).unwrap_or_default();
            roll_sheets(&rows, rules, &about, &name, &locales::fill)
        });
        let bytes = match made {
            Ok(bytes) => bytes,
            Err(NotPrintable(letter)) => {
                saving.wrong.set(Some(t!("paper.letter", letter = letter)));
                return;
            }
        };
        let sheet = Sheet {
            name: FILE,
            rows: rows.iter().filter(|row| row.is_on).count(),
            bytes,
            beside: Vec::new(),
            saved: t!("organiser.file_saved", file = FILE),
        };
        download::sheet(&may, saving, sheet, done);
    };
    view! {
        <Wrong saving />
        <button type="button" class="button whole" disabled=saving.busy on:click=save>
            {t!("agm.print")}
        </button>
        <p role="status">{done}</p>
    }
}
