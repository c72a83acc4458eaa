//! A demand, one question at a time; each is kept as soon as it is answered.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{issue_path, issues};
use crate::canvass::dot::Dot;
use crate::client::address::Address;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::{field_day, picked_day};
use crate::client::phone::Phone;
use crate::organise::issues::{NoTarget, PART_LENGTH, Tag, Target, Terms, demand};
use crate::t;

/// A part of a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    What,
    Who,
    By,
    Know,
    Target,
    Decides,
}

impl Part {
    const ALL: [Part; 6] = [
        Part::What,
        Part::Who,
        Part::By,
        Part::Know,
        Part::Target,
        Part::Decides,
    ];

    fn next(self) -> Option<Part> {
        let place = Part::ALL.iter().position(|it| *it == self)?;
        Part::ALL.get(place + 1).copied()
    }

    fn is_day(self) -> bool {
        matches!(self, Part::By | Part::Decides)
    }

    fn name(self) -> String {
        match self {
            Part::What => t!("issues.part_what"),
            Part::Who => t!("issues.part_who"),
            Part::By => t!("issues.part_by"),
            Part::Know => t!("issues.part_know"),
            Part::Target => t!("issues.part_target"),
            Part::Decides => t!("issues.part_decides"),
        }
    }

    fn hint(self) -> String {
        match self {
            Part::What => t!("issues.hint_what"),
            Part::Who => t!("issues.hint_who"),
            Part::By => t!("issues.hint_by"),
            Part::Know => t!("issues.hint_know"),
            Part::Target => t!("issues.hint_target"),
            Part::Decides => t!("issues.hint_decides"),
        }
    }

    /// What stands in its field.
    fn field(self, terms: &Terms) -> String {
        let day = |day: Option<i32>| day.map(field_day).unwrap_or_default();
        match self {
            Part::What => terms.what.clone(),
            Part::Who => terms.who.clone(),
            Part::By => day(terms.by),
            Part::Know => terms.know.clone(),
            Part::Target => {
                let target = terms.target.as_ref();
                target.map(|it| it.words().to_string()).unwrap_or_default()
            }
            Part::Decides => day(terms.decides),
        }
    }

    /// Puts what was typed in its place; why not, where it may not stand there.
    fn put(self, terms: &mut Terms, typed: String) -> Result<(), String> {
        match self {
            Part::What => terms.what = typed,
            Part::Who => terms.who = typed,
            Part::By => terms.by = picked_day(&typed),
            Part::Know => terms.know = typed,
            Part::Decides => terms.decides = picked_day(&typed),
            Part::Target => {
                terms.target = match Target::named(&typed) {
                    Ok(target) => Some(target),
                    Err(NoTarget::Empty) => None,
                    Err(NoTarget::Private) => return Err(t!("issues.target_private")),
                }
            }
        }
        Ok(())
    }
}

/// What is being written. A handle, copied freely.
#[derive(Clone, Copy)]
struct Writing {
    saving: Saving,
    address: Address,
    issue: Dot,
    /// Which demand it is, once it is kept.
    of: RwSignal<Option<Dot>>,
    terms: RwSignal<Terms>,
    part: RwSignal<Part>,
    typed: RwSignal<String>,
}

impl Writing {
    fn show(self, part: Part) {
        self.part.set(part);
        let typed = self.terms.with_untracked(|terms| part.field(terms));
        self.typed.set(typed);
    }

    fn keep(self) {
        let part = self.part.get_untracked();
        let mut terms = self.terms.get_untracked();
        if let Err(why) = part.put(&mut terms, self.typed.get_untracked()) {
            self.saving.wrong.set(Some(why));
            return;
        }
        let (issue, of) = (self.issue, self.of.get_untracked());
        let phone = self.saving.phone;
        let draft = phone.read_untracked(|state| demand(state, issue, of, &terms));
        let kept = move |dots: Vec<Dot>| {
            if of.is_none() {
                let _ = self.of.try_set(dots.first().copied());
            }
            let _ = self.terms.try_set(terms);
            self.go_on(part);
        };
        let missing = t!("issues.what_missing");
        self.saving.save(draft.into_iter().collect(), missing, kept);
    }

    fn go_on(self, part: Part) {
        match part.next() {
            Some(next) => self.show(next),
            None => self.address.go(&issue_path(self.issue)),
        }
    }
}

/// The page.
#[component]
pub fn DemandPage(
    /// The issue, where the path names one.
    issue: Option<Dot>,
    /// The demand that is changed; a new one where there is none.
    of: Option<Dot>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let found = issue.and_then(|id| {
        let issues = issues(phone);
        issues.with_untracked(|issues| issues.find(&Tag::Issue(id)).cloned())
    });
    let known = of.and_then(|of| {
        let mut demands = found.iter().flat_map(|heard| &heard.demands);
        demands.find(|it| it.id == of).map(|it| it.terms())
    });
    let missing = found.is_none() || (of.is_some() && known.is_none());
    let terms = known.unwrap_or_default();
    view! {
        <OrganiserPage title=t!("issues.demand") back=Back::Issues>
            {match issue.filter(|_| !missing) {
                Some(issue) => view! { <Write issue of terms=terms.clone() /> }.into_any(),
                None => view! { <p class="quiet">{t!("issues.gone")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

#[component]
fn Write(issue: Dot, of: Option<Dot>, terms: Terms) -> impl IntoView {
    let writing = Writing {
        saving: Saving::new(),
        address: expect_context(),
        issue,
        of: RwSignal::new(of),
        typed: RwSignal::new(terms.what.clone()),
        terms: RwSignal::new(terms),
        part: RwSignal::new(Part::What),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        writing.keep();
    };
    let part = writing.part;
    let later = move |_| writing.go_on(part.get_untracked());
    let step = move || {
        let place = Part::ALL.iter().position(|it| *it == part.get());
        t!(
            "issues.step",
            n = place.unwrap_or(0) + 1,
            all = Part::ALL.len()
        )
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <p class="quiet">{step}</p>
            <div class="field">
                <label for="part">{move || part.get().name()}</label>
                <p class="hint" id="part-hint">
                    {move || part.get().hint()}
                </p>
                <input
                    id="part"
                    type=move || if part.get().is_day() { "date" } else { "text" }
                    dir="auto"
                    autocomplete="off"
                    maxlength=PART_LENGTH.to_string()
                    aria-describedby="part-hint"
                    prop:value=writing.typed
                    on:input=move |event| writing.typed.set(event_target_value(&event))
                />
            </div>
            <Wrong saving=writing.saving />
            <button type="submit" class="button primary" disabled=writing.saving.busy>
                {t!("issues.keep_and_on")}
            </button>
            <Show when=move || part.get() != Part::What>
                <button type="button" class="button" on:click=later>
                    {t!("issues.later")}
                </button>
            </Show>
        </form>
    }
}
