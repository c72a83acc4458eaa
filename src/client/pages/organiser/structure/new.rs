//! A test is set up: a rung of the ladder, what is asked, and the line, which nobody moves afterwards.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{floor_words, test_path};
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::structure::{Floor, Percent, Rung};
use crate::client::address::Address;
use crate::client::pages::organiser::estate_switch::{Estates, OfCampaign};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::{field_day, picked_day, tonight};
use crate::client::phone::Phone;
use crate::organise::structure::{
    Base, NoTest, Plan, Suggested, Tests, is_home, set_up, suggested,
};
use crate::t;

/// A test lasts three weeks to begin with.
const DAYS: i32 = 21;
/// An ask is no longer than this: characters.
const ASK_LENGTH: usize = 140;

/// What is being set up. A handle, copied freely.
#[derive(Clone, Copy)]
struct Form {
    saving: Saving,
    rung: RwSignal<Rung>,
    ask: RwSignal<String>,
    percent: RwSignal<String>,
    /// The suggested floor is wanted.
    floor: RwSignal<bool>,
    /// The test whose homes are asked, where the rung is of such.
    after: RwSignal<Option<Dot>>,
    eligible: RwSignal<String>,
    unknown: RwSignal<String>,
    from: RwSignal<Option<i32>>,
    until: RwSignal<Option<i32>>,
}

impl Form {
    fn new() -> Form {
        let today = tonight().today;
        let form = Form {
            saving: Saving::new(),
            rung: RwSignal::new(Rung::Conversation),
            ask: RwSignal::default(),
            percent: RwSignal::default(),
            floor: RwSignal::new(true),
            after: RwSignal::new(None),
            eligible: RwSignal::default(),
            unknown: RwSignal::new("0".to_string()),
            from: RwSignal::new(Some(today)),
            until: RwSignal::new(Some(today + DAYS)),
        };
        form.pick(Rung::Conversation);
        form
    }

    fn pick(self, rung: Rung) {
        self.rung.set(rung);
        self.floor.set(true);
        let percent = match suggested(rung).0 {
            Suggested::Homes(percent)
            | Suggested::After(_, percent)
            | Suggested::People(percent) => percent.to_string(),
            Suggested::AsAgreed => String::new(),
        };
        self.percent.set(percent);
    }

    /// What it comes to; why not, where something is missing.
    fn plan(self) -> Result<Plan, String> {
        let rung = self.rung.get_untracked();
        let number = |typed: String| typed.trim().parse::<u32>().ok();
        let percent = || {
            let typed = number(self.percent.get_untracked());
            let percent = typed.and_then(|it| Percent::new(u8::try_from(it).ok()?).ok());
            percent.ok_or_else(|| t!("structure.percent_missing"))
        };
        let base = match suggested(rung).0 {
            Suggested::AsAgreed => Base::AsAgreed,
            Suggested::Homes(_) => Base::Homes(percent()?),
            Suggested::After(..) => {
                let after = self.after.get_untracked();
                let after = after.ok_or_else(|| t!("structure.after_missing"))?;
                Base::DidIn(after, percent()?)
            }
            Suggested::People(_) => {
                let eligible = number(self.eligible.get_untracked());
                let unknown = number(self.unknown.get_untracked());
                match eligible.zip(unknown) {
                    Some((eligible, unknown)) => Base::People(eligible, unknown, percent()?),
                    None => return Err(t!("structure.people_missing")),
                }
            }
        };
        let days = self.from.get_untracked().zip(self.until.get_untracked());
        Ok(Plan {
            rung,
            ask: self.ask.get_untracked(),
            base,
            floor: match self.floor.get_untracked() {
                true => suggested(rung).1,
                false => Floor::None,
            },
            days: days.ok_or_else(|| t!("structure.no_days"))?,
        })
    }

    fn keep(self, address: Address) {
        let phone = self.saving.phone;
        let today = tonight().today;
        let draft = self.plan().and_then(|plan| {
            let draft = phone.read_untracked(|state| set_up(state, &plan, today));
            draft.map_err(why_not)
        });
        let (drafts, missing) = match draft {
            Ok(draft) => (vec![draft], String::new()),
            Err(why) => (Vec::new(), why),
        };
        self.saving.save(drafts, missing, move |dots| {
            if let Some(id) = dots.first() {
                address.go(&test_path(*id));
            }
        });
    }
}

fn why_not(why: NoTest) -> String {
    match why {
        NoTest::NoAsk => t!("structure.no_ask"),
        NoTest::Begun => t!("structure.no_begun"),
        NoTest::Days => t!("structure.no_days"),
        NoTest::Nobody => t!("structure.no_nobody"),
    }
}

/// The page.
#[component]
pub fn NewTest() -> impl IntoView {
    let estates = Estates::new(expect_context::<Phone>());
    view! {
        <OrganiserPage title=t!("structure.set_up") back=Back::Tests>
            <p>{t!("structure.set_up_what")}</p>
            <OfCampaign estates />
            <SetUp />
        </OrganiserPage>
    }
}

#[component]
fn SetUp() -> impl IntoView {
    let form = Form::new();
    let address = expect_context::<Address>();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.keep(address);
    };
    let rungs = Rung::ALL.map(|rung| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="rung"
                    prop:checked=move || form.rung.get() == rung
                    on:change=move |_| form.pick(rung)
                />
                <span>{t!(&format!("structure.rung_{}", rung.word()))}</span>
            </label>
        }
    });
    view! {
        <form class="stack" on:submit=submit novalidate>
            <fieldset class="choices">
                <legend>
                    <strong>{t!("structure.ladder")}</strong>
                </legend>
                <p class="hint">{t!("structure.ladder_hint")}</p>
                {rungs.into_iter().collect_view()}
            </fieldset>
            <div class="field">
                <label for="ask">{t!("structure.ask")}</label>
                <p class="hint" id="ask-hint">
                    {t!("structure.ask_hint")}
                </p>
                <input
                    id="ask"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=ASK_LENGTH.to_string()
                    aria-describedby="ask-hint"
                    bind:value=form.ask
                />
            </div>
            {move || of_what(form)}
            <Floors form />
            <Day id="from" name=t!("structure.from") day=form.from />
            <Day id="until" name=t!("structure.until") day=form.until />
            <p class="hint">{t!("structure.fixed")}</p>
            <Wrong saving=form.saving />
            <button type="submit" class="button primary" disabled=form.saving.busy>
                {t!("structure.set_up_keep")}
            </button>
        </form>
    }
}

#[component]
fn Day(id: &'static str, name: String, day: RwSignal<Option<i32>>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{name}</label>
            <input
                id=id
                type="date"
                prop:value=move || day.get().map(field_day).unwrap_or_default()
                on:change=move |event| day.set(picked_day(&event_target_value(&event)))
            />
        </div>
    }
}

/// What it is counted of, and the line.
fn of_what(form: Form) -> AnyView {
    let phone = form.saving.phone;
    match suggested(form.rung.get()).0 {
        Suggested::AsAgreed => view! { <p>{t!("structure.line_lists")}</p> }.into_any(),
        Suggested::Homes(_) => {
            // Not while somebody types: what comes in would draw the field anew.
            let homes = phone.read_untracked(homes);
            view! {
                <p>{t!("structure.asks_homes", n = homes)}</p>
                <LineOf form all=Signal::stored(homes) />
            }
            .into_any()
        }
        Suggested::After(rung, _) => view! { <AfterWhich form rung /> }.into_any(),
        Suggested::People(_) => {
            let all = Signal::derive(move || form.eligible.get().trim().parse().unwrap_or(0));
            view! {
                <Number id="eligible" name=t!("structure.eligible") typed=form.eligible />
                <Number id="unknown" name=t!("structure.unknown") typed=form.unknown />
                <LineOf form all />
            }
            .into_any()
        }
    }
}

fn homes(state: &State) -> usize {
    let doors = estate::all_doors(state).into_values().flatten();
    doors.filter(|door| is_home(state, door)).count()
}

#[component]
fn Number(id: &'static str, name: String, typed: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{name}</label>
            <input
                id=id
                type="text"
                inputmode="numeric"
                autocomplete="off"
                maxlength="6"
                bind:value=typed
            />
        </div>
    }
}

/// So many of a hundred, and how many that are.
#[component]
fn LineOf(form: Form, all: Signal<usize>) -> impl IntoView {
    let comes_to = move || {
        let typed = form.percent.get().trim().parse().ok();
        let percent = typed.and_then(|it| Percent::new(it).ok())?;
        let needed = percent.needed(all.get());
        Some(t!("structure.comes_to", k = needed, n = all.get()))
    };
    view! {
        <Number id="percent" name=t!("structure.percent") typed=form.percent />
        <p role="status">{comes_to}</p>
    }
}

/// The test whose homes are asked.
#[component]
fn AfterWhich(form: Form, rung: Rung) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let tests = phone.read_untracked(|state| {
        let tests = Tests::read(state, tonight().today);
        let of_rung = tests.all.iter().filter(|it| it.test.rung == rung);
        let named = of_rung.map(|it| (it.id, it.test.ask.clone(), it.did.len()));
        named.collect::<Vec<_>>()
    });
    form.after.set(tests.last().map(|(id, ..)| *id));
    let chosen = move || {
        let after = form.after.get();
        tests.iter().find(|(id, ..)| Some(*id) == after).cloned()
    };
    let chosen = Memo::new(move |_| chosen());
    view! {
        <p>
            <bdi>
                {move || match chosen.get() {
                    Some((_, ask, n)) => t!("structure.asks_did", n = n, ask = ask),
                    None => t!("structure.after_missing"),
                }}
            </bdi>
        </p>
        <LineOf
            form
            all=Signal::derive(move || chosen.get().map_or(0, |(_, _, n)| n))
        />
    }
}

/// What every part has to reach, if that is wanted.
#[component]
fn Floors(form: Form) -> impl IntoView {
    move || {
        let floor = floor_words(suggested(form.rung.get()).1);
        floor.map(|words| {
            view! {
                <label class="choice">
                    <input type="checkbox" bind:checked=form.floor />
                    <span>{words}</span>
                </label>
            }
        })
    }
}
