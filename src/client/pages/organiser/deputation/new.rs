//! A deputation is planned: the meeting, the council's rule, and at once by when it is told.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{left_words, path, tell_words};
use crate::canvass::deputation::{Counting, Deputation, Notice};
use crate::client::address::Address;
use crate::client::pages::organiser::fields::{Choices, DayField, NumberField, WordsField};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::petition::{Source, age_words, deputation_lines};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::picked_minutes;
use crate::organise::council::{Profile, shipped};
use crate::organise::deputation::{Tell, plan};
use crate::organise::working_days::{BankHolidays, NoDeadline};
use crate::t;

/// What is being planned. A handle, copied freely.
#[derive(Clone, Copy)]
struct Form {
    saving: Saving,
    key: RwSignal<String>,
    subject: RwSignal<String>,
    to: RwSignal<String>,
    meeting: RwSignal<Option<i32>>,
    days: RwSignal<String>,
    counting: RwSignal<Counting>,
    at: RwSignal<String>,
}

impl Form {
    fn new() -> Form {
        Form {
            saving: Saving::new(),
            key: RwSignal::default(),
            subject: RwSignal::default(),
            to: RwSignal::default(),
            meeting: RwSignal::new(None),
            days: RwSignal::default(),
            counting: RwSignal::new(Counting::ClearWorkingDays),
            at: RwSignal::default(),
        }
    }

    /// What its rules say, to be changed where the council says otherwise.
    fn pick(self, profile: Option<&Profile>) {
        let rules = profile.and_then(|it| it.deputation.clone());
        self.key
            .set(profile.map(|it| it.key.clone()).unwrap_or_default());
        let notice = rules.as_ref().and_then(|it| it.notice);
        self.to.set(rules.map(|it| it.to).unwrap_or_default());
        self.days
            .set(notice.map(|it| it.days.to_string()).unwrap_or_default());
        self.counting
            .set(notice.map_or(Counting::ClearWorkingDays, |it| it.counting));
        let at = notice.and_then(|it| it.at);
        self.at.set(
            at.map(|at| format!("{:02}:{:02}", at / 60, at % 60))
                .unwrap_or_default(),
        );
    }

    fn notice(self) -> Option<Notice> {
        Some(Notice {
            days: self.days.get().trim().parse().ok()?,
            counting: self.counting.get(),
            at: picked_minutes(&self.at.get()),
        })
    }

    fn tell(self) -> Option<Tell> {
        let meeting = self.meeting.get()?;
        Some(match self.notice() {
            None => Tell::Ask,
            Some(notice) => match BankHolidays::shipped().deadline(meeting, notice) {
                Ok(deadline) => Tell::By(deadline),
                Err(NoDeadline::Unknown) => Tell::NoCalendar,
            },
        })
    }

    fn keep(self, address: Address) {
        let draft = untrack(|| {
            let said = Deputation {
                of: None,
                council: self.key.get(),
                subject: self.subject.get(),
                to: self.to.get(),
                meeting: self.meeting.get()?,
                notice: self.notice(),
                instead: Vec::new(),
            };
            plan(None, said)
        });
        let missing = t!("deputation.missing");
        self.saving
            .save(draft.into_iter().collect(), missing, move |dots| {
                if let Some(id) = dots.first() {
                    address.go(&path(*id));
                }
            });
    }
}

/// The page.
#[component]
pub fn NewDeputation() -> impl IntoView {
    view! {
        <OrganiserPage title=t!("deputation.begin") back=Back::Deputations>
            <Plan />
        </OrganiserPage>
    }
}

#[component]
fn Plan() -> impl IntoView {
    let form = Form::new();
    let address = expect_context::<Address>();
    let councils = StoredValue::new(shipped());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.keep(address);
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <WhichCouncil form councils />
            <WordsField id="subject" name=t!("deputation.subject") typed=form.subject />
            <WordsField id="to" name=t!("deputation.to") typed=form.to length=80 />
            <DayField id="meeting" name=t!("deputation.meeting") day=form.meeting />
            <h2>{t!("deputation.notice")}</h2>
            <p class="hint">{t!("deputation.notice_what")}</p>
            <NumberField id="notice-days" name=t!("deputation.notice_many") typed=form.days />
            <Choices
                id="counting"
                name=t!("deputation.counting")
                all=Counting::ALL
                    .map(|it| (it, t!(&format!("deputation.counting_{}", it.word()))))
                    .to_vec()
                picked=form.counting
            />
            <div class="field">
                <label for="notice-at">{t!("deputation.at")}</label>
                <input id="notice-at" type="time" bind:value=form.at />
            </div>
            <p class="figure" role="status">
                {move || form.tell().map(tell_words)}
            </p>
            <p class="quiet">{move || form.tell().and_then(left_words)}</p>
            <Wrong saving=form.saving />
            <button type="submit" class="button primary" disabled=form.saving.busy>
                {t!("deputation.keep")}
            </button>
        </form>
    }
}

/// One whose rules are known, or another.
#[component]
fn WhichCouncil(form: Form, councils: StoredValue<Vec<Profile>>) -> impl IntoView {
    let find = move |key: &str| {
        councils.with_value(|councils| councils.iter().find(|it| it.key == key).cloned())
    };
    let options = councils.with_value(|councils| {
        let known = councils.iter().filter(|it| it.deputation.is_some());
        let options = known.map(|it| {
            let (key, name) = (it.key.clone(), it.name.clone());
            view! { <option value=key>{name}</option> }
        });
        options.collect_view()
    });
    view! {
        <div class="field">
            <label for="council">{t!("deputation.council")}</label>
            <select
                id="council"
                on:change=move |event| form.pick(find(&event_target_value(&event)).as_ref())
            >
                <option value="">{t!("petition.council_other")}</option>
                {options}
            </select>
        </div>
        {move || find(&form.key.get()).map(|profile| view! { <Rules profile /> })}
    }
}

/// What a council asks, and how old that is.
#[component]
pub fn Rules(profile: Profile) -> impl IntoView {
    let (words, warn) = age_words(profile.checked.map(|day| day.to_epoch_days()));
    let rules = profile.deputation.clone().unwrap_or_default();
    let lines = deputation_lines(&rules).into_iter();
    view! {
        <p class=if warn { "banner" } else { "quiet" }>{words}</p>
        <ul class="rules" lang="en" dir="ltr">
            {lines.map(|words| view! { <li>{words}</li> }).collect_view()}
        </ul>
        <Source profile />
    }
}
