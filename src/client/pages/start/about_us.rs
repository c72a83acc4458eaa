//! Who the group is, how to reach it, what it keeps and why, and whom it may pass that on to: one
//! question a page. Asked when a campaign is started, and again whenever that has changed.

use leptos::prelude::*;

use super::question::{DESCRIPTION, FIELD, HEADING, QuestionPage, TextField};
use crate::canvass::about::{AboutUs, USUAL_DAYS};
use crate::locales::Card;
use crate::t;

/// No phone keeps its list longer without contact than this: days.
const MOST_DAYS: u16 = 365;

/// The questions, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// What the group is called.
    Group,
    /// How to reach it.
    Contact,
    /// What it keeps.
    Kept,
    /// Why.
    Why,
    /// Whom it may pass that on to.
    Sharing,
    /// For how many days a phone keeps its list without contact: asked when it is changed.
    Days,
}

impl About {
    const ALL: [About; 6] = [
        About::Group,
        About::Contact,
        About::Kept,
        About::Why,
        About::Sharing,
        About::Days,
    ];
    /// The last question when a campaign is started.
    pub const LAST_AT_START: About = About::Sharing;

    fn place(self) -> usize {
        self as usize
    }

    fn words(self) -> Words {
        let words = |title, hint, missing| Words {
            title,
            hint,
            missing,
        };
        match self {
            About::Group => words("start.group", "start.group_hint", "start.group_missing"),
            About::Contact => words(
                "start.contact",
                "start.contact_hint",
                "start.contact_missing",
            ),
            About::Kept => words("start.kept", "start.kept_hint", "start.kept_missing"),
            About::Why => words("start.why", "start.why_hint", "start.why_missing"),
            About::Days => words("start.days", "start.days_hint", "start.days_wrong"),
            About::Sharing => words(
                "start.sharing",
                "start.sharing_hint",
                "start.sharing_missing",
            ),
        }
    }

    /// The question after this one.
    pub fn next(self) -> Option<About> {
        About::ALL.get(self.place() + 1).copied()
    }

    /// The question before this one.
    pub fn before(self) -> Option<About> {
        About::ALL.get(self.place().checked_sub(1)?).copied()
    }
}

/// A question's words: keys of the catalogue.
struct Words {
    title: &'static str,
    hint: &'static str,
    missing: &'static str,
}

/// What an answer is typed into.
enum Field {
    /// One line: what the browser may fill in, and how long it may be.
    Line(&'static str, u16),
    /// A few sentences.
    Sentences,
}

fn sentences(value: RwSignal<String>, error: RwSignal<Option<String>>) -> impl IntoView {
    view! {
        <textarea
            id=FIELD
            rows="5"
            dir="auto"
            maxlength="400"
            aria-labelledby=HEADING
            aria-describedby=DESCRIPTION
            aria-invalid=move || error.get().is_some().then_some("true")
            bind:value=value
        />
    }
}

/// What is answered so far. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Us {
    error: RwSignal<Option<String>>,
    group: RwSignal<String>,
    contact: RwSignal<String>,
    kept: RwSignal<String>,
    why: RwSignal<String>,
    shared: RwSignal<Option<bool>>,
    shared_with: RwSignal<String>,
    days: RwSignal<String>,
}

/// Words of the card that a group begins with. A phone that shows the card in another language
/// translates them as long as they are these.
fn usual_words(key: &str) -> String {
    Card::english().say(key, &[])
}

impl Us {
    /// Nothing is answered; what is kept and why has words to begin with, to be changed.
    pub fn new(error: RwSignal<Option<String>>) -> Us {
        Us::with(
            error,
            AboutUs {
                kept: usual_words("card.kept_usual"),
                why: usual_words("card.why_usual"),
                ..AboutUs::default()
            },
            None,
        )
    }

    /// As it was answered before.
    pub fn again(error: RwSignal<Option<String>>, about: AboutUs) -> Us {
        let shared = Some(!about.shared_with.is_empty());
        let usual = |words: String, key: &str| match words.is_empty() {
            true => usual_words(key),
            false => words,
        };
        let about = AboutUs {
            kept: usual(about.kept, "card.kept_usual"),
            why: usual(about.why, "card.why_usual"),
            ..about
        };
        Us::with(error, about, shared)
    }

    fn with(error: RwSignal<Option<String>>, about: AboutUs, shared: Option<bool>) -> Us {
        Us {
            error,
            group: RwSignal::new(about.group),
            contact: RwSignal::new(about.contact),
            kept: RwSignal::new(about.kept),
            why: RwSignal::new(about.why),
            shared: RwSignal::new(shared),
            shared_with: RwSignal::new(about.shared_with),
            days: RwSignal::new(about.days.to_string()),
        }
    }

    /// What was answered.
    pub fn said(self) -> AboutUs {
        let said = |value: RwSignal<String>| value.get_untracked().trim().to_string();
        AboutUs {
            group: said(self.group),
            contact: said(self.contact),
            kept: said(self.kept),
            why: said(self.why),
            shared_with: match self.shared.get_untracked() {
                Some(true) => said(self.shared_with),
                _ => String::new(),
            },
            days: self.days_typed().unwrap_or(USUAL_DAYS),
        }
    }

    /// The page of a question. `on_next` runs once it is answered.
    pub fn page(self, about: About, back: Option<Callback<()>>, on_next: Callback<()>) -> AnyView {
        let words = about.words();
        let value = match about {
            About::Group => self.group,
            About::Contact => self.contact,
            About::Kept => self.kept,
            About::Why => self.why,
            About::Sharing => return self.sharing(back, on_next).into_any(),
            About::Days => self.days,
        };
        let error = self.error;
        let field = match about {
            About::Group => Field::Line("organization", 80),
            About::Contact | About::Sharing => Field::Line("off", 200),
            About::Days => Field::Line("off", 3),
            About::Kept | About::Why => Field::Sentences,
        };
        view! {
            <QuestionPage
                title=t!(words.title)
                hint=t!(words.hint)
                error=error
                button=t!("start.go_on")
                on_answer=match about {
                    About::Days => self.if_days(t!(words.missing), on_next),
                    _ => self.if_answered(value, t!(words.missing), on_next),
                }
                back=back
            >
                {match field {
                    Field::Line(autocomplete, most) => {
                        view! {
                            <TextField value=value error=error autocomplete=autocomplete most=most />
                        }
                            .into_any()
                    }
                    Field::Sentences => sentences(value, error).into_any(),
                }}
            </QuestionPage>
        }
        .into_any()
    }

    /// Goes on where there is an answer, and says what is missing where there is none.
    fn if_answered(
        self,
        value: RwSignal<String>,
        missing: String,
        on_next: Callback<()>,
    ) -> Callback<()> {
        Callback::new(move |()| match value.get_untracked().trim().is_empty() {
            true => self.error.set(Some(missing.clone())),
            false => on_next.run(()),
        })
    }

    /// The days typed; `None` where that is no number from 0 to a year's.
    fn days_typed(self) -> Option<u16> {
        let typed = self.days.get_untracked().trim().parse().ok();
        typed.filter(|days| *days <= MOST_DAYS)
    }

    fn if_days(self, wrong: String, on_next: Callback<()>) -> Callback<()> {
        Callback::new(move |()| match self.days_typed() {
            None => self.error.set(Some(wrong.clone())),
            Some(_) => on_next.run(()),
        })
    }

    fn sharing(self, back: Option<Callback<()>>, on_next: Callback<()>) -> impl IntoView {
        let check = Callback::new(move |()| {
            let named = !self.shared_with.get_untracked().trim().is_empty();
            match self.shared.get_untracked() {
                None => self.error.set(Some(t!("start.sharing_pick"))),
                Some(true) if !named => self.error.set(Some(t!("start.sharing_missing"))),
                Some(_) => on_next.run(()),
            }
        });
        view! {
            <QuestionPage
                title=t!("start.sharing")
                hint=t!("start.sharing_hint")
                error=self.error
                button=t!("start.go_on")
                on_answer=check
                back=back
            >
                <div role="radiogroup" aria-labelledby=HEADING class="choices">
                    <label class="choice">
                        <input
                            id=move || (self.shared.get() != Some(true)).then_some(FIELD)
                            type="radio"
                            name="sharing"
                            prop:checked=move || self.shared.get() == Some(false)
                            on:change=move |_| self.shared.set(Some(false))
                        />
                        <span>{t!("start.sharing_nobody")}</span>
                    </label>
                    <label class="choice">
                        <input
                            type="radio"
                            name="sharing"
                            prop:checked=move || self.shared.get() == Some(true)
                            on:change=move |_| self.shared.set(Some(true))
                        />
                        <span>{t!("start.sharing_these")}</span>
                    </label>
                </div>
                <Show when=move || self.shared.get() == Some(true)>
                    <label for=FIELD>{t!("start.sharing_whom")}</label>
                    <textarea
                        id=FIELD
                        rows="3"
                        dir="auto"
                        maxlength="300"
                        aria-describedby=DESCRIPTION
                        aria-invalid=move || self.error.get().is_some().then_some("true")
                        bind:value=self.shared_with
                    />
                </Show>
            </QuestionPage>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_leads_to_the_next_and_back() {
        for (before, after) in About::ALL.into_iter().zip(About::ALL.into_iter().skip(1)) {
            assert_eq!(before.next(), Some(after));
            assert_eq!(after.before(), Some(before));
        }
        assert_eq!(About::Group.before(), None);
        assert_eq!(About::Days.next(), None);
    }
}
