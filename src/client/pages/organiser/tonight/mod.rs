//! Tonight: who goes where, where they meet, and what the group chat is told. It begins with what
//! was prepared last night at eleven.

mod before;
mod chat;
mod code;
mod doors_by;
mod meeting;
mod more;
pub mod opens;
mod overdue;
mod team;
mod tick;

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::estate_switch::{EstateSwitch, Estates};
use super::frame::{Back, OrganiserPage};
use super::hours;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::TurfId;
use crate::canvass::loose;
use crate::client::parts::when::{evening_day, minutes_in_words, short_day, tonight};
use crate::client::phone::Phone;
use crate::client::told::SaveError;
use crate::organise::back::{Back as IsBack, back};
use crate::organise::estates::{Estate, has_turf};
use crate::organise::evening::{Meeting, meetings};
use crate::organise::selection;
use crate::organise::teams::{Team, at_home, leave, move_to, stay, teams, twice};
use crate::t;
use before::{Hours, Lacks, Lead};
use chat::Chat;
use code::Codes;
pub use doors_by::DoorsBy;
use meeting::Place;
pub use meeting::TomorrowsHours;
use more::MoreTurfs;
pub use overdue::Overdue;
use team::TeamCard;

/// What the page holds. A handle, copied freely.
#[derive(Clone, Copy)]
struct Evening {
    phone: Phone,
    /// The evening's day, days since 1970-01-01.
    day: i32,
    /// The teams of every estate. All that is drawn hangs on memos: whatever else comes in draws
    /// nothing anew under somebody's thumb.
    teams: Memo<Vec<Team>>,
    meetings: Memo<Vec<Meeting>>,
    /// Who is back, by name as it is compared.
    back: Memo<BTreeMap<String, IsBack>>,
    estates: Estates,
    /// Who was tapped, and is to go elsewhere.
    held: RwSignal<Option<String>>,
    /// Something is being saved: what is tapped meanwhile would not know of it.
    busy: RwSignal<bool>,
    /// What came of the last tap.
    said: RwSignal<Option<Result<String, String>>>,
    /// The turf that was taken off with the last tap.
    off: RwSignal<Option<TakenOff>>,
    codes: Codes,
}

/// A turf that was taken off tonight, and can be put back.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TakenOff {
    /// As it stood.
    team: Team,
    /// What took it off.
    dots: Vec<Dot>,
}

impl Evening {
    fn new(phone: Phone) -> Evening {
        Evening::on(phone, evening_day())
    }

    /// The evening of a day (days since 1970-01-01).
    fn on(phone: Phone, day: i32) -> Evening {
        let teams = Memo::new(move |_| phone.read(|state| teams(state, day)));
        Evening {
            phone,
            day,
            teams,
            back: Memo::new(move |_| {
                teams.with(|teams| phone.read(|state| back(state, teams, tonight())))
            }),
            meetings: Memo::new(move |_| phone.read(|state| meetings(state, day))),
            estates: Estates::new(phone),
            held: RwSignal::new(None),
            busy: RwSignal::new(false),
            said: RwSignal::new(None),
            off: RwSignal::new(None),
            codes: Codes::new(phone),
        }
    }

    /// Records drafts, and says so.
    fn record(self, drafts: Vec<Draft>, then: String) {
        self.record_and(drafts, then, |_| ());
    }

    /// Records drafts, and says so; `after` is given their dots.
    fn record_and(self, drafts: Vec<Draft>, then: String, after: impl FnOnce(Vec<Dot>) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.off.set(None);
        leptos::task::spawn_local(async move {
            let outcome = self.save(drafts).await;
            let _ = self.busy.try_set(false);
            let words = outcome.map(|dots| {
                self.phone.sync();
                match dots {
                    Some(dots) => {
                        after(dots);
                        then
                    }
                    None => t!("tonight.saved_now"),
                }
            });
            let words = words.map_err(|reason| reason.sentence());
            let _ = self.said.try_set(Some(words));
        });
    }

    /// Records drafts. Where something is still not saved, a tap is another try to save that: these
    /// drafts know nothing of it, and are left. `None` then.
    async fn save(self, drafts: Vec<Draft>) -> Result<Option<Vec<Dot>>, SaveError> {
        if self.phone.holds_unsaved() {
            return self.phone.retry_save().await.map(|()| None);
        }
        self.phone.record(drafts).await.map(Some)
    }

    /// Takes a turf off tonight: its people stay at home until somebody says where they go.
    fn take_off(self, team: Team) {
        let mut then = t!("tonight.off_done", turf = team.name);
        if self.codes.has(team.turf) {
            then = format!("{then} {}", t!("tonight.code_still"));
        }
        let drafts = leave(&team, self.day);
        self.record_and(drafts, then, move |dots| {
            // The page may have been left meanwhile.
            let _ = self.off.try_set(Some(TakenOff { team, dots }));
        });
    }

    /// Has the turf that was just taken off worked again, by those who were to.
    fn put_back(self) {
        if let Some(TakenOff { team, dots }) = self.off.get_untracked() {
            let then = t!("tonight.on_done", turf = team.name);
            self.record(stay(&team, self.day, &dots), then);
        }
    }

    /// The second tap: whoever is held goes to this turf, or stays at home.
    fn put_held(self, turf: Option<(TurfId, String)>) {
        if self.busy.get_untracked() {
            return;
        }
        let Some(who) = self.held.get_untracked() else {
            return;
        };
        self.held.set(None);
        self.put(&who, turf);
    }

    /// Puts somebody where they go, wherever they stood.
    fn put(self, who: &str, turf: Option<(TurfId, String)>) {
        let then = match &turf {
            Some((_, name)) => t!("tonight.moved", who = who, turf = name),
            None => t!("tonight.moved_home", who = who),
        };
        let turf = turf.map(|(id, _)| id);
        let teams = self.teams.get_untracked();
        self.record(vec![move_to(&teams, who, turf, self.day)], then);
    }
}

/// A team as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    team: Team,
    /// How much there is to do.
    work: String,
}

fn shown(state: &State, teams: &[Team], estate: &Estate) -> Vec<Shown> {
    let turfs = loose::turfs(state);
    teams
        .iter()
        .filter_map(|team| {
            let turf = turfs.iter().find(|turf| turf.id == team.turf)?;
            has_turf(state, estate, turf).then(|| Shown {
                team: team.clone(),
                work: work_of(state, turf),
            })
        })
        .collect()
}

/// A turf's doors, stairs and time, in words.
fn work_of(state: &State, turf: &estate::Turf) -> String {
    t!(
        "tonight.doors_and_stairs",
        doors = t!("organiser.count_doors", n = turf.doors.len()),
        stairs = t!(
            "organiser.count_stairs",
            n = selection::stairs_of(state, turf).len()
        ),
        time = hours::range(selection::time_for(state, turf))
    )
}

/// How tonight stands, for the organiser's home.
pub fn in_short(phone: Phone) -> String {
    let day = evening_day();
    let (many, first) = phone.read(|state| {
        let many = teams(state, day).len();
        (many, meetings(state, day).into_iter().next())
    });
    match (many, first) {
        (0, _) => t!("tonight.home_todo"),
        (n, None) => t!("tonight.home_state", n = n),
        (n, Some(meeting)) => t!(
            "tonight.home_state_meet",
            teams = t!("tonight.home_state", n = n),
            from = minutes_in_words(meeting.from),
            meet = meeting.meet
        ),
    }
}

/// The page.
#[component]
pub fn Tonight() -> impl IntoView {
    let evening = Evening::new(expect_context::<Phone>());
    view! {
        <OrganiserPage title=t!("tonight.teams") back=Back::Home>
            <Overdue />
            <p class="figure">{short_day(evening.day)}</p>
            <EstateSwitch estates=evening.estates />
            <h2>{t!("tonight.meet_title")}</h2>
            <Place evening=evening />
            <Lead evening=evening />
            <Hours evening=evening />
            <h2>{t!("tonight.teams_title")}</h2>
            <Lacks evening=evening />
            <Teams evening=evening />
            <h2>{t!("tonight.more")}</h2>
            <MoreTurfs evening=evening />
            <ul class="links">
                <li>
                    <a href="/organise/tonight/turf">{t!("organiser.turf_new")}</a>
                </li>
                <li>
                    <a href="/organise/turf/by">{t!("tonight.by")}</a>
                </li>
            </ul>
            <h2>{t!("tonight.chat")}</h2>
            <Chat evening=evening />
            <Hand evening=evening />
        </OrganiserPage>
    }
}

/// Every team here, and who stays at home.
#[component]
fn Teams(evening: Evening) -> impl IntoView {
    let phone = evening.phone;
    let rows = Memo::new(move |_| {
        let here = evening.estates.here();
        let teams = evening.teams.get();
        phone.read(|state| shown(state, &teams, &here))
    });
    let in_two = Memo::new(move |_| evening.teams.with(|teams| twice(teams)));
    let home = Memo::new(move |_| {
        let teams = evening.teams.get();
        phone.read(|state| at_home(state, evening.day, &teams))
    });
    view! {
        <p class="quiet">
            {move || match rows.with(Vec::is_empty) {
                true => t!("tonight.teams_none"),
                false => t!("tonight.teams_what"),
            }}
        </p>
        <Show when=move || in_two.with(|names| !names.is_empty())>
            <p class="banner" role="alert">
                {move || t!("tonight.twice", names = in_two.get().join(", "))}
            </p>
        </Show>
        <ul class="teams">
            <For
                each=move || rows.with(|rows| rows.iter().map(|row| row.team.turf).collect::<Vec<_>>())
                key=|turf| *turf
                let:turf
            >
                <TeamCard evening=evening turf=turf rows=rows />
            </For>
        </ul>
        <Show when=move || home.with(|names| !names.is_empty())>
            <h3>{t!("tonight.at_home")}</h3>
            <ul class="people">
                <For each=move || home.get() key=Clone::clone let:who>
                    <li class="row">
                        <Person evening=evening who=who />
                    </li>
                </For>
            </ul>
        </Show>
    }
}

/// Somebody's name, to be tapped.
#[component]
fn Person(evening: Evening, who: String) -> impl IntoView {
    let name = StoredValue::new(who.clone());
    let is_held = Memo::new(move |_| {
        evening
            .held
            .with(|held| name.with_value(|name| held.as_ref() == Some(name)))
    });
    let turn = move |_| {
        evening.said.set(None);
        let held = (!is_held.get_untracked()).then(|| name.get_value());
        evening.held.set(held);
    };
    view! {
        <button
            type="button"
            class="button person"
            aria-pressed=move || is_held.get().to_string()
            on:click=turn
        >
            <bdi>{who}</bdi>
        </button>
    }
}

/// Who is held, under the thumb, and what came of the last tap.
#[component]
fn Hand(evening: Evening) -> impl IntoView {
    let any = Memo::new(move |_| evening.held.with(Option::is_some));
    let who = move || evening.held.get().unwrap_or_default();
    view! {
        <div class="hand" class:stays=move || any.get() || evening.said.with(Option::is_some)>
            <p role="status">
                {move || match (any.get(), evening.said.get()) {
                    (true, _) => t!("tonight.where", who = who()),
                    (false, Some(Ok(words))) => words,
                    _ => String::new(),
                }}
            </p>
            {move || {
                let said = evening.said.get();
                said.and_then(Result::err)
                    .map(|words| {
                        view! {
                            <p class="error" role="alert">
                                {words}
                            </p>
                        }
                    })
            }}
            <Show when=move || !any.get() && evening.off.with(Option::is_some)>
                <button type="button" class="button" on:click=move |_| evening.put_back()>
                    {t!("volunteer.undo")}
                </button>
            </Show>
            <Show when=move || any.get()>
                <button type="button" class="button" on:click=move |_| evening.put_held(None)>
                    {t!("tonight.at_home")}
                </button>
                <button
                    type="button"
                    class="button plain"
                    on:click=move |_| evening.held.set(None)
                >
                    {t!("tonight.keep")}
                </button>
            </Show>
        </div>
    }
}
