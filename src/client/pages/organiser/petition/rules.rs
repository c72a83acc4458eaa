//! What a council asks, as far as anybody knows, where that is from and how old it is.

use leptos::prelude::*;

use crate::canvass::deputation::{Counting, Notice};
use crate::canvass::petition::{Council, Told};
use crate::client::parts::when::{day_and_year, minutes_in_words, tonight};
use crate::organise::council::{
    Age, DeputationRules, Elsewhere, PetitionRules, Profile, age, find,
};
use crate::t;

/// How old what is known is, and to ask where that is too old.
pub fn age_words(checked: Option<i32>) -> (String, bool) {
    match (age(checked, tonight().today), checked) {
        (Age::Fresh, Some(day)) => (t!("petition.checked", day = day_and_year(day)), false),
        (Age::Old, Some(day)) => (t!("petition.checked_old", day = day_and_year(day)), true),
        _ => (t!("petition.checked_never"), true),
    }
}

/// A petition's council: what it takes, and where that is from.
#[component]
pub fn CouncilRules(council: Council) -> impl IntoView {
    let profile = find(&council.key);
    let rules = profile.as_ref().and_then(|it| it.petition.clone());
    let (words, warn) = age_words(council.checked);
    let phones = t!(&format!("petition.phones_{}", council.phones.word()));
    let public = t!(&format!("petition.public_{}", council.public.word()));
    let lines = rules
        .map(|rules| petition_lines(&rules))
        .unwrap_or_default();
    view! {
        <h2>
            <bdi>{t!("petition.council_rules", council = council.name)}</bdi>
        </h2>
        <p class=if warn { "banner" } else { "quiet" }>{words}</p>
        <ul class="rules">
            <li>{phones}</li>
            <li>{public}</li>
            {lines.into_iter().map(line).collect_view()}
        </ul>
        {profile.map(|profile| view! { <Source profile /> })}
    }
}

fn line(words: String) -> impl IntoView {
    // What a council says stands in its own words.
    view! {
        <li lang="en" dir="ltr">
            {words}
        </li>
    }
}

fn petition_lines(rules: &PetitionRules) -> Vec<String> {
    let mut lines: Vec<String> = rules
        .steps
        .iter()
        .map(|step| t!("petition.step", n = step.names, what = step.what))
        .collect();
    if rules.steps.is_empty() {
        lines.push(t!("petition.steps_unknown"));
    }
    if !rules.fields.is_empty() {
        let fields = rules.fields.join("; ");
        lines.push(t!("petition.fields", fields = fields));
    }
    let elsewhere = match rules.elsewhere {
        Some(Elsewhere::Rejected) => t!("petition.elsewhere_rejected"),
        Some(Elsewhere::Proven) => t!("petition.elsewhere_proven"),
        None => t!("petition.elsewhere_unknown"),
    };
    lines.push(elsewhere);
    if rules.each_page == Some(true) {
        lines.push(t!("petition.each_page"));
    }
    if rules.under_18 == Some(true) {
        lines.push(t!("petition.under_18"));
    }
    lines.extend(rules.notice.map(notice_words));
    lines.extend(rules.minutes.map(|n| t!("petition.minutes", n = n)));
    lines.extend(
        rules
            .answered_within
            .map(|n| t!("petition.answered", n = n)),
    );
    lines.extend(rules.notes.iter().cloned());
    lines
}

/// What a council asks of deputations, in lines.
pub fn deputation_lines(rules: &DeputationRules) -> Vec<String> {
    let mut lines = Vec::new();
    if !rules.to.is_empty() {
        lines.push(t!("deputation.rules_of", meeting = rules.to));
    }
    lines.extend(rules.most.map(|n| t!("deputation.most", n = n)));
    lines.extend(rules.speakers.map(|n| t!("deputation.speakers", n = n)));
    let backers = rules.least_backers.zip(rules.most_backers);
    lines.extend(backers.map(|(least, most)| t!("deputation.backers", n = least, most = most)));
    lines.extend(
        rules
            .per_meeting
            .map(|n| t!("deputation.per_meeting", n = n)),
    );
    lines.extend(
        rules
            .not_again_for
            .map(|n| t!("deputation.not_again", n = n)),
    );
    lines.push(match rules.notice {
        Some(notice) => notice_words(notice),
        None => t!("deputation.notice_unknown"),
    });
    lines.extend(rules.minutes.map(|n| t!("petition.minutes", n = n)));
    lines.push(match rules.published {
        Some(true) => t!("deputation.published"),
        Some(false) => t!("deputation.not_published"),
        None => t!("deputation.published_unknown"),
    });
    lines.extend(rules.notes.iter().cloned());
    lines
}

/// How long before a meeting, in words.
pub fn notice_words(notice: Notice) -> String {
    let days = match notice.counting {
        Counting::ClearWorkingDays => t!("deputation.notice_clear_working_days", n = notice.days),
        Counting::WorkingDays => t!("deputation.notice_working_days", n = notice.days),
        Counting::Days => t!("deputation.notice_days", n = notice.days),
    };
    match notice.at {
        Some(at) => t!(
            "deputation.notice_at",
            days = days,
            time = minutes_in_words(at)
        ),
        None => days,
    }
}

/// Where rules are from.
#[component]
pub fn Source(profile: Profile) -> impl IntoView {
    view! {
        <p class="hint">
            {t!("petition.source", source = profile.source)} " "
            {profile
                .address
                .map(|address| {
                    let to = address.clone();
                    view! {
                        <a href=to rel="noreferrer" class="address">
                            {address}
                        </a>
                    }
                })}
        </p>
    }
}

/// What a council says of something, in words.
pub fn told_words(told: Told) -> String {
    t!(&format!("petition.told_{}", told.word()))
}
