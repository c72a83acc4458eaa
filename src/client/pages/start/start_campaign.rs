//! Starting a campaign: one question a page, then six words that are shown once.

use leptos::prelude::*;

use super::about_us::{About, Us};
use super::committee::{self, Keepers};
use super::founding::{self, Asked, Founder, Stumble};
use super::question::{QuestionPage, TextField};
use super::word_list;
use super::words_sheet::{TypedBack, WordsSheet};
use crate::client::address::Address;
use crate::client::clock::{self, BrowserRng};
use crate::client::pages::day;
use crate::client::parts::when::long_day;
use crate::client::phone::Phone;
use crate::organise::recovery_sheet::About as Sheet;
use crate::sync::root;
use crate::t;

/// Which question is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Code,
    About(About),
    Name,
    Ends,
    Committee,
    Needed,
    HandTo,
    Words,
    TypedBack,
    Founding,
}

/// Everything answered so far; nothing of it is stored anywhere.
#[derive(Clone, Copy)]
struct Answers {
    step: RwSignal<Step>,
    error: RwSignal<Option<String>>,
    code: RwSignal<String>,
    code_in_link: bool,
    us: Us,
    name: RwSignal<String>,
    ends: RwSignal<String>,
    keepers: Keepers,
    /// The words of whoever is writing theirs down now.
    words: RwSignal<Vec<String>>,
    /// Those of keyholders who have.
    written: StoredValue<Vec<Vec<String>>>,
    /// The words were typed back: nothing is left to ask.
    typed_back: RwSignal<bool>,
    list: StoredValue<String>,
    busy: RwSignal<bool>,
    founder: StoredValue<Founder>,
}

impl Answers {
    fn new() -> Answers {
        let code = founding::code_from_link();
        let first = match code.is_empty() {
            true => Step::Code,
            false => Step::About(About::Group),
        };
        let error = RwSignal::new(None);
        Answers {
            step: RwSignal::new(first),
            error,
            code_in_link: !code.is_empty(),
            code: RwSignal::new(code),
            us: Us::new(error),
            name: RwSignal::new(String::new()),
            ends: RwSignal::new(founding::default_end()),
            keepers: Keepers::new(error),
            words: RwSignal::new(Vec::new()),
            written: StoredValue::new(Vec::new()),
            typed_back: RwSignal::new(false),
            list: StoredValue::new(String::new()),
            busy: RwSignal::new(false),
            founder: StoredValue::new(Founder::default()),
        }
    }

    fn go(self, step: Step) {
        self.error.set(None);
        self.step.set(step);
    }

    /// Nobody's words are of use any more: others are to keep them.
    fn begin_anew(self) {
        self.written.set_value(Vec::new());
        self.words.set(Vec::new());
        self.founder.set_value(Founder::default());
    }

    /// What stands on the sheet with the words.
    fn sheet(self) -> Sheet {
        Sheet {
            group: self.us.said().group,
            origin: location().origin().unwrap_or_default(),
            made: long_day(clock::now()),
            ends: day::end_of(&self.ends.get_untracked()).map_or_else(String::new, long_day),
        }
    }

    fn back_to(self, step: Step) -> Option<Callback<()>> {
        Some(Callback::new(move |()| self.go(step)))
    }

    /// Goes on where there is an answer, and says what is missing where there is none.
    fn go_on_if(self, value: RwSignal<String>, missing: &'static str, next: Step) -> Callback<()> {
        Callback::new(move |()| match value.get_untracked().trim().is_empty() {
            true => self.error.set(Some(t!(missing))),
            false => self.go(next),
        })
    }
}

/// The pages of starting a campaign.
#[component]
pub fn StartCampaign() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let answers = Answers::new();
    let home = go_home();
    let away = leave();
    let found = move || found(phone, answers, home);
    Effect::new(move |_| {
        // For one who opens the link again on a device that has a campaign already.
        if phone.membership().get().is_some() && answers.step.get() != Step::Founding {
            home.run(());
        }
    });
    move || match answers.step.get() {
        Step::Code => code_page(answers, away, Callback::new(move |()| found())).into_any(),
        Step::About(about) => about_page(answers, about, away),
        Step::Name => name_page(answers).into_any(),
        Step::Ends => ends_page(answers).into_any(),
        Step::Committee => committee::committee_page(
            answers.keepers,
            answers.back_to(Step::Ends),
            Callback::new(move |()| answers.go(Step::Needed)),
        ),
        Step::Needed => committee::needed_page(
            answers.keepers,
            answers.back_to(Step::Committee),
            Callback::new(move |()| hand_on(answers)),
        ),
        Step::HandTo => {
            let written = answers.written.with_value(Vec::len);
            let next = answers.keepers.candidates().into_iter().nth(written);
            let name = next.map(|it| it.name).unwrap_or_default();
            let show = Callback::new(move |()| make_words(answers));
            committee::hand_to_page(&name, answers.error, show)
        }
        Step::Words => view! {
            <WordsSheet
                words=answers.words
                error=answers.error
                back=Callback::new(move |()| answers.go(before_words(answers)))
                on_written=Callback::new(move |()| answers.go(Step::TypedBack))
                about=answers.sheet()
            />
        }
        .into_any(),
        Step::TypedBack => view! {
            <TypedBack
                words=answers.words
                error=answers.error
                back=Callback::new(move |()| answers.go(Step::Words))
                on_right=Callback::new(move |()| {
                    if next_keyholder(answers) {
                        return;
                    }
                    answers.typed_back.set(true);
                    answers.go(Step::Founding);
                    found();
                })
            />
        }
        .into_any(),
        Step::Founding => founding_page(answers, Callback::new(move |()| found())).into_any(),
    }
}

/// Leads to the organiser's home, with no way back to here.
pub fn go_home() -> UnsyncCallback<()> {
    let address = expect_context::<Address>();
    UnsyncCallback::new(move |()| address.replace("/organise"))
}

/// Back to the ways in, for who came here by mistake: an installed app has no back button.
pub fn leave() -> Callback<()> {
    let address = expect_context::<Address>();
    Callback::new(move |()| address.go("/"))
}

fn code_page(answers: Answers, away: Callback<()>, found: Callback<()>) -> impl IntoView {
    let next = answers.go_on_if(
        answers.code,
        "start.code_missing",
        Step::About(About::Group),
    );
    // Whoever mistyped the code has answered everything, and written six words on paper.
    let on_answer = Callback::new(move |()| {
        let typed = !answers.code.get_untracked().trim().is_empty();
        if typed && answers.typed_back.get_untracked() {
            answers.go(Step::Founding);
            found.run(());
        } else {
            next.run(());
        }
    });
    view! {
        <QuestionPage
            title=t!("start.code")
            hint=t!("start.code_hint")
            error=answers.error
            button=t!("start.go_on")
            on_answer=on_answer
            back=Some(away)
        >
            <TextField value=answers.code error=answers.error />
        </QuestionPage>
    }
}

/// One of the questions about the group, and the way to those beside it.
fn about_page(answers: Answers, about: About, away: Callback<()>) -> AnyView {
    let back = match (about.before(), answers.code_in_link) {
        (Some(before), _) => answers.back_to(Step::About(before)),
        (None, true) => Some(away),
        (None, false) => answers.back_to(Step::Code),
    };
    let next = match about.next().filter(|_| about != About::LAST_AT_START) {
        Some(next) => Step::About(next),
        None => Step::Name,
    };
    let on_next = Callback::new(move |()| answers.go(next));
    answers.us.page(about, back, on_next)
}

fn name_page(answers: Answers) -> impl IntoView {
    view! {
        <QuestionPage
            title=t!("start.name")
            hint=t!("start.name_hint")
            error=answers.error
            button=t!("start.go_on")
            on_answer=answers.go_on_if(answers.name, "start.name_missing", Step::Ends)
            back=answers.back_to(Step::About(About::LAST_AT_START))
        >
            <TextField value=answers.name error=answers.error autocomplete="given-name" most=60 />
        </QuestionPage>
    }
}

fn ends_page(answers: Answers) -> impl IntoView {
    let check = move |several: bool| {
        if answers.keepers.several.get_untracked() != several {
            answers.keepers.several.set(several);
            answers.begin_anew();
        }
        let end = day::end_of(&answers.ends.get_untracked());
        match end {
            Some(end) if end > founding::latest_end() => {
                answers.error.set(Some(t!("start.ends_far")));
            }
            Some(end) if end > clock::now() && several => answers.go(Step::Committee),
            Some(end) if end > clock::now() => make_words(answers),
            Some(_) => answers.error.set(Some(t!("start.ends_past"))),
            None => answers.error.set(Some(t!("start.ends_missing"))),
        }
    };
    view! {
        <QuestionPage
            title=t!("start.ends")
            hint=t!("start.ends_hint")
            error=answers.error
            button=t!("start.go_on")
            on_answer=Callback::new(move |()| check(false))
            back=answers.back_to(Step::Name)
            busy=answers.busy
        >
            <TextField value=answers.ends error=answers.error kind="date" />
            <p class="hint">{t!("handover.who_hint")}</p>
            <button type="button" class="button whole" on:click=move |_| check(true)>
                {t!("handover.who_several")}
            </button>
        </QuestionPage>
    }
}

/// Where "back" leads from somebody's words.
fn before_words(answers: Answers) -> Step {
    match answers.keepers.several.get_untracked() {
        true => Step::HandTo,
        false => Step::Ends,
    }
}

/// The first keyholder writes their words down; who has begun before begins anew, since others may be
/// keyholders now.
fn hand_on(answers: Answers) {
    answers.begin_anew();
    answers.go(Step::HandTo);
}

/// Whoever wrote their words down has typed them back: whether somebody else is still to.
fn next_keyholder(answers: Answers) -> bool {
    let keepers = answers.keepers.candidates().len();
    let words = answers.words.get_untracked();
    match keepers {
        // Who tries again has written them down before.
        0 => answers.written.set_value(vec![words]),
        _ => answers.written.update_value(|written| written.push(words)),
    }
    let more = answers.written.with_value(Vec::len) < keepers;
    if more {
        answers.words.set(Vec::new());
        answers.go(Step::HandTo);
    }
    more
}

/// Picks six words, unless they were picked before, and shows them.
fn make_words(answers: Answers) {
    if !answers.words.get_untracked().is_empty() {
        answers.go(Step::Words);
        return;
    }
    answers.busy.set(true);
    leptos::task::spawn_local(async move {
        let list = word_list::fetch().await.unwrap_or_default();
        let words: Vec<&str> = list.lines().collect();
        match root::pick(&words, &mut BrowserRng) {
            Ok(words) => {
                answers.words.set(words.to_vec());
                answers.list.set_value(list);
                answers.go(Step::Words);
            }
            Err(_) => answers.error.set(Some(t!("start.list_missing"))),
        }
        answers.busy.set(false);
    });
}

fn founding_page(answers: Answers, again: Callback<()>) -> impl IntoView {
    view! {
        <QuestionPage
            title=t!("start.founding")
            error=answers.error
            button=t!("start.try_again")
            on_answer=again
            back=answers.back_to(Step::Ends)
            busy=answers.busy
        >
            <Show when=move || answers.busy.get()>
                <p role="status">{t!("start.founding_wait")}</p>
                <progress aria-label=t!("start.founding") />
            </Show>
        </QuestionPage>
    }
}

/// Makes the keys, founds the campaign, and says on its board who it is and what it asks.
fn found(phone: Phone, answers: Answers, home: UnsyncCallback<()>) {
    answers.error.set(None);
    answers.busy.set(true);
    let asked = Asked {
        code: answers.code.get_untracked(),
        about: answers.us.said(),
        name: answers.name.get_untracked(),
        ends: day::end_of(&answers.ends.get_untracked()).unwrap_or_default(),
        words: answers.written.with_value(|written| {
            let words = written.iter().map(|words| words.join(" "));
            words.collect()
        }),
        needed: match answers.keepers.several.get_untracked() {
            true => answers.keepers.needed(),
            false => 1,
        },
        committee: answers.keepers.candidates(),
        list: answers.list.get_value(),
    };
    leptos::task::spawn_local(async move {
        let mut founder = answers.founder.get_value();
        let outcome = founder.go_on(phone, &asked).await;
        answers.founder.set_value(founder);
        answers.busy.set(false);
        match outcome {
            Ok(()) => home.run(()),
            Err(Stumble::StartCode(reason)) => {
                answers.go(Step::Code);
                answers.error.set(Some(reason));
            }
            Err(Stumble::Other(reason)) => answers.error.set(Some(reason)),
        }
    });
}
