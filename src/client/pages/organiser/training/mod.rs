//! Who trained whom, and the steps somebody saw.

mod debrief;
mod writing;

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::saving::{Saving, Wrong};
use super::switched::Switched;
use crate::canvass::fold::State;
use crate::canvass::switched::{Switch, is_on};
use crate::canvass::training::Rung;
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::training::told::{tell, told};
use crate::organise::training::{
    Learner, Reached, TO_ONE_TRAINER, Tree, not_climbed, not_trained, seen_too,
};
use crate::t;
pub use debrief::DebriefPage;
use writing::{WriteRung, WriteTrained};

/// The page.
#[component]
pub fn TrainingPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let tree = Memo::new(move |_| phone.read(shown));
    // What few groups use is off, and folded away until somebody does.
    let has_rungs = move || tree.with(|tree| any_rung(&tree.roots));
    view! {
        <OrganiserPage title=t!("training.title") back=Back::Home>
            <p>{t!("training.what")}</p>
            <p class="figure">
                {move || {
                    tree.with(|tree| t!("training.trainers", n = tree.trainers, all = tree.trained))
                }}
            </p>
            <p class="quiet">{t!("training.ratio", n = TO_ONE_TRAINER)}</p>
            <ForTheTeam />
            <h2>{t!("training.tree")}</h2>
            <Show
                when=move || tree.with(|tree| !tree.roots.is_empty())
                fallback=|| view! { <p class="quiet">{t!("training.nobody")}</p> }
            >
                {move || tree.with(|tree| branch(&tree.roots, None))}
            </Show>
            <h2>{t!("training.write")}</h2>
            <p class="hint">{t!("training.phones")}</p>
            <WriteTrained tree />
            <details class="more" open=untrack(has_rungs)>
                <summary>{t!("training.rungs")}</summary>
                <Switched switch=Switch::Rungs>
                    <p class="hint">{t!("training.rungs_what")}</p>
                    <WriteRung tree />
                </Switched>
            </details>
        </OrganiserPage>
    }
}

/// What the team is shown of it, and the way to show it as it is now.
#[component]
fn ForTheTeam() -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let shown = Memo::new(move |_| phone.read(told));
    let is_new = Memo::new(move |_| phone.read(|state| tell(state, tonight().today)).is_some());
    let words = move || {
        shown.get().map(|it| {
            t!(
                "training.told",
                n = it.trainers,
                all = it.trained,
                day = short_day(it.day)
            )
        })
    };
    let show = move |_| {
        let draft = phone.read_untracked(|state| tell(state, tonight().today));
        saving.save(
            draft.into_iter().collect(),
            t!("training.told_already"),
            |_| (),
        );
    };
    view! {
        <p role="status" class="quiet">
            {words}
        </p>
        <Show when=move || is_new.get()>
            <Wrong saving />
            <button type="button" class="button" disabled=saving.busy on:click=show>
                {t!("training.tell")}
            </button>
        </Show>
    }
}

/// Who trained whom; what somebody saw of it only while that is switched on.
fn shown(state: &State) -> Tree {
    let mut tree = Tree::read(state);
    if !is_on(state, Switch::Rungs) {
        without_rungs(&mut tree.roots);
    }
    tree
}

fn without_rungs(learners: &mut [Learner]) {
    for learner in learners {
        learner.rungs.clear();
        without_rungs(&mut learner.trained);
    }
}

fn any_rung(learners: &[Learner]) -> bool {
    let mut learners = learners.iter();
    learners.any(|it| !it.rungs.is_empty() || any_rung(&it.trained))
}

/// A step in words.
fn rung_words(rung: Rung) -> String {
    t!(&format!("training.rung_{}", rung.word()))
}

/// Those who stand under somebody, each with those under them.
fn branch(learners: &[Learner], over: Option<&str>) -> AnyView {
    let learners = learners.iter().map(|it| learner(it, over));
    view! { <ul class="training-tree">{learners.collect_view()}</ul> }.into_any()
}

fn learner(learner: &Learner, over: Option<&str>) -> impl IntoView + use<> {
    let also = (!learner.also_by.is_empty())
        .then(|| t!("training.also_by", names = learner.also_by.join(", ")));
    let under =
        (!learner.trained.is_empty()).then(|| branch(&learner.trained, Some(&learner.name)));
    let rungs = learner.rungs.iter().cloned();
    let rungs = rungs.map(|reached| view! { <Step reached /> });
    let own_word = over.filter(|_| learner.own_word);
    let own_word =
        own_word.map(|by| view! { <OwnWord who=learner.name.clone() by=by.to_string() /> });
    let over =
        over.map(|over| view! { <NotTrained who=learner.name.clone() by=over.to_string() /> });
    view! {
        <li>
            <div class="row apart">
                <strong>
                    <bdi>{learner.name.clone()}</bdi>
                </strong>
                {over}
            </div>
            {also.map(|words| view! { <p class="quiet">{words}</p> })}
            <ul class="stack tight">{rungs.collect_view()}</ul>
            {own_word}
            {under}
        </li>
    }
}

#[component]
fn Step(reached: Reached) -> impl IntoView {
    let saving = Saving::new();
    let rung = rung_words(reached.rung);
    let words = t!(
        "training.saw",
        rung = rung,
        name = reached.witness,
        day = short_day(reached.day)
    );
    let take_out = move |_| saving.save(vec![not_climbed(&reached)], String::new(), |_| ());
    view! {
        <li class="quiet">
            <bdi>{words}</bdi>
            <Wrong saving />
            <button type="button" class="button plain" disabled=saving.busy on:click=take_out>
                {t!("training.not_rung", rung = rung)}
            </button>
        </li>
    }
}

/// What only the trainer says, and that somebody else saw it.
#[component]
fn OwnWord(who: String, by: String) -> impl IntoView {
    let saving = Saving::new();
    let label = t!("training.own_word_seen", who = who, by = by);
    let words = t!("training.own_word", by = by);
    let keep = move |_| {
        let read = saving.phone;
        let draft = read.read_untracked(|state| seen_too(state, &who, &by));
        saving.save(draft.into_iter().collect(), t!("training.missing"), |_| ());
    };
    view! {
        <p class="quiet">
            <bdi>{words}</bdi>
        </p>
        <Wrong saving />
        <button type="button" class="button" disabled=saving.busy on:click=keep>
            {label}
        </button>
    }
}

#[component]
fn NotTrained(who: String, by: String) -> impl IntoView {
    let saving = Saving::new();
    let words = t!("training.not", who = who, by = by);
    let take_out = move |_| {
        let read = saving.phone;
        let draft = read.read_untracked(|state| not_trained(state, &who, &by));
        saving.save(draft.into_iter().collect(), t!("training.missing"), |_| ());
    };
    view! {
        <Wrong saving />
        <button
            type="button"
            class="button plain"
            aria-label=words
            disabled=saving.busy
            on:click=take_out
        >
            {t!("training.take_out")}
        </button>
    }
}
