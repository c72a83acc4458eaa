//! Signing in who comes, on one phone and without a signal: those who said that they will come are one tap,
//! anybody else two: the stair, and the flat.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::one::no_ground;
use super::when_words;
use crate::canvass::act::MOST_PEOPLE;
use crate::canvass::basis::ground;
use crate::canvass::dot::Dot;
use crate::canvass::id::HouseholdId;
use crate::canvass::meeting::{List, Row};
use crate::client::journal::Tick;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::organise::meetings::{Meeting, find, sign_in, sign_in_list, signed_in_here};
use crate::t;

/// On an organiser's own device.
#[component]
pub fn SignInPage(
    /// The meeting, where the path names one.
    id: Option<Dot>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let found = Memo::new(move |_| {
        phone.read(|state| {
            let meeting = find(state, id?)?;
            let today = tonight().today;
            let list = sign_in_list(state, &meeting, today, &|key| t!(key));
            let came = signed_in_here(state, &meeting);
            Some((meeting, list, came))
        })
    });
    let has_ground = Memo::new(move |_| phone.read(|state| ground(state).is_some()));
    let page = move || {
        // The list is drawn once; what was ticked changes on it.
        let (meeting, list, came) = found.get_untracked()?;
        let signing = Signing::new(&meeting, came, None);
        Effect::new(move |_| {
            if let Some((_, _, came)) = found.get() {
                signing.came.set(came);
            }
        });
        Some(view! { <SignIn meeting list signing headed=true /> })
    };
    let is_known = Memo::new(move |_| found.with(Option::is_some));
    view! {
        <OrganiserPage title=t!("meeting.sign_in") back=Back::Meetings>
            <Show when=move || !has_ground.get()>{no_ground()}</Show>
            {move || match is_known.get() {
                true => page().into_any(),
                false => view! { <p class="quiet">{t!("meeting.gone")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

/// Who has come, and where that is written. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Signing {
    phone: Phone,
    meeting: Dot,
    day: i32,
    /// So many of each home.
    came: RwSignal<BTreeMap<HouseholdId, u8>>,
    /// The list it is ticked on, on a phone that cannot read what it has sealed.
    list: Option<Dot>,
    wrong: RwSignal<Option<String>>,
}

impl Signing {
    /// Those who have come so far.
    pub fn new(meeting: &Meeting, came: BTreeMap<HouseholdId, u8>, list: Option<Dot>) -> Signing {
        Signing {
            phone: expect_context(),
            meeting: meeting.id,
            day: meeting.day(),
            came: RwSignal::new(came),
            list,
            wrong: RwSignal::new(None),
        }
    }

    fn many(self, home: HouseholdId) -> u8 {
        self.came.with(|came| came.get(&home).copied().unwrap_or(0))
    }

    /// So many of a home have come; with none, that they came was wrong.
    fn set(self, home: HouseholdId, people: u8) {
        let draft = sign_in(self.meeting, home, people.min(MOST_PEOPLE), self.day);
        spawn_local(async move {
            match self.phone.record(vec![draft]).await {
                Ok(dots) => {
                    let _ = self.wrong.try_set(None);
                    self.came.try_update(|came| {
                        if people > 0 {
                            came.insert(home, people);
                        } else {
                            came.remove(&home);
                        }
                    });
                    if let Some(list) = self.list {
                        let tick = Tick {
                            home,
                            what: people,
                            entry: dots.first().copied(),
                        };
                        self.phone.tick_on_list(list, tick).await;
                    }
                }
                Err(reason) => {
                    let _ = self.wrong.try_set(Some(reason.sentence()));
                }
            }
        });
    }
}

/// `Cambrian House, Flat 6`.
fn row_words(list: &List, row: &Row) -> String {
    let place = list.places.get(usize::from(row.place));
    let parts = [place.cloned(), Some(row.label.clone())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The list, as it is ticked.
#[component]
pub fn SignIn(
    meeting: Meeting,
    list: List,
    signing: Signing,
    /// What it is, when and where stand over it.
    headed: bool,
) -> impl IntoView {
    let what = meeting.said().map(|said| said.what.clone());
    let when = when_words(&meeting);
    let is_early = tonight().today < meeting.day();
    let list = StoredValue::new(list);
    let here = move || {
        signing.came.with(|came| {
            let people: usize = came.values().map(|n| usize::from(*n)).sum();
            t!("meeting.here", n = came.len(), people = people)
        })
    };
    view! {
        {headed
            .then(|| {
                view! {
                    <h2>
                        <bdi>{what}</bdi>
                    </h2>
                    <p class="quiet">
                        <bdi>{when}</bdi>
                    </p>
                }
            })}
        {is_early.then(|| view! { <p class="banner">{t!("meeting.early")}</p> })}
        <p class="figure" role="status">
            {here}
        </p>
        <p class="error" role="alert">
            {move || signing.wrong.get()}
        </p>
        <Expected list signing />
        <AnybodyElse list signing />
        <Here list signing />
    }
}

/// Those who said that they will come, or who can be reached, and have not come yet.
#[component]
fn Expected(list: StoredValue<List>, signing: Signing) -> impl IntoView {
    let lines = move |pledged: bool| {
        let rows = list.with_value(|list| {
            let rows = list.rows.iter();
            let rows = rows.filter(|row| match pledged {
                true => row.pledged,
                false => !row.pledged && !row.name.is_empty(),
            });
            rows.filter(|row| signing.many(row.home) == 0)
                .map(|row| (row.home, row_words(list, row), row.name.clone()))
                .collect::<Vec<_>>()
        });
        let lines = rows.into_iter().map(|(home, words, name)| {
            view! {
                <li>
                    <button type="button" class="answer" on:click=move |_| signing.set(home, 1)>
                        <bdi>{words}</bdi>
                        <span class="quiet">
                            <bdi>{name}</bdi>
                        </span>
                    </button>
                </li>
            }
        });
        lines.collect_view()
    };
    let some = list.with_value(|list| {
        let rows = list.rows.iter();
        let others = rows
            .clone()
            .filter(|row| !row.pledged && !row.name.is_empty());
        (rows.filter(|row| row.pledged).count(), others.count())
    });
    view! {
        <h3>{t!("meeting.expected")}</h3>
        {(some.0 == 0).then(|| view! { <p class="quiet">{t!("meeting.expected_none")}</p> })}
        <ul class="stack tight">{move || lines(true)}</ul>
        {(some.1 > 0)
            .then(|| {
                view! {
                    <details class="more">
                        <summary>{t!("meeting.known")}</summary>
                        <ul class="stack tight">{move || lines(false)}</ul>
                    </details>
                }
            })}
    }
}

/// Anybody else: the stair, and the flat.
#[component]
fn AnybodyElse(list: StoredValue<List>, signing: Signing) -> impl IntoView {
    let places = list.with_value(|list| list.places.clone());
    let only = places.len() == 1;
    let picked = RwSignal::new(only.then_some(0_usize));
    let stairs = places.into_iter().enumerate().map(|(at, name)| {
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=move || (picked.get() == Some(at)).to_string()
                on:click=move |_| picked.set(Some(at))
            >
                <bdi>{name}</bdi>
            </button>
        }
    });
    let stairs = stairs.collect_view();
    let flats = move || {
        let at = picked.get()?;
        let rows: Vec<Row> = list.with_value(|list| {
            let rows = list.rows.iter().filter(|row| usize::from(row.place) == at);
            rows.cloned().collect()
        });
        let flats = rows.into_iter().map(|row| {
            let home = row.home;
            // Once they are here, another tap is another of them.
            let tap = move |_| {
                signing.set(
                    home,
                    signing.came.with_untracked(|came| {
                        came.get(&home).copied().unwrap_or(0).saturating_add(1)
                    }),
                )
            };
            view! {
                <button
                    type="button"
                    class="answer"
                    aria-pressed=move || (signing.many(home) > 0).to_string()
                    on:click=tap
                >
                    <bdi>{row.label}</bdi>
                </button>
            }
        });
        let label = t!("meeting.flats");
        Some(view! {
            <div class="flats" role="group" aria-label=label>
                {flats.collect_view()}
            </div>
        })
    };
    view! {
        <h3>{t!("meeting.anybody_else")}</h3>
        <p class="hint">{t!("meeting.anybody_what")}</p>
        <div class="flats stairs" role="group" aria-label=t!("meeting.stairs")>
            {stairs}
        </div>
        {flats}
    }
}

/// Who is here: one more of them, or that it was wrong.
#[component]
fn Here(list: StoredValue<List>, signing: Signing) -> impl IntoView {
    let lines = move || {
        let rows = list.with_value(|list| {
            let here = list.rows.iter().filter_map(|row| {
                let many = signing.many(row.home);
                (many > 0).then(|| (row.home, row_words(list, row), many))
            });
            here.collect::<Vec<_>>()
        });
        let lines = rows.into_iter().map(|(home, words, many)| {
            let more = t!("meeting.one_more_of", home = words);
            let wrong = t!("meeting.wrong_of", home = words);
            view! {
                <li class="said">
                    <span class="words">
                        <bdi>{words}</bdi>
                        " · "
                        {t!("meeting.people_here", n = many)}
                    </span>
                    <button
                        type="button"
                        class="button"
                        aria-label=more
                        on:click=move |_| signing.set(home, many.saturating_add(1))
                    >
                        {t!("meeting.one_more")}
                    </button>
                    <button
                        type="button"
                        class="button"
                        aria-label=wrong
                        on:click=move |_| signing.set(home, 0)
                    >
                        {t!("meeting.wrong")}
                    </button>
                </li>
            }
        });
        lines.collect_view()
    };
    view! {
        <h3>{t!("meeting.are_here")}</h3>
        <ul class="stack tight">{lines}</ul>
    }
}
