//! Before a script is published: what that does, and what gives reason to look again.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Screen, Writing, from, warning_words};
use crate::client::pages::start::question::QuestionPage;
use crate::client::told::SaveError;
use crate::t;

/// The page.
#[component]
pub(super) fn Publish(writing: Writing) -> impl IntoView {
    let error = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let back = Callback::new(move |()| writing.screen.set(Screen::List));
    let publish = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            match publish(writing).await {
                Ok(version) => {
                    let _ = writing
                        .said
                        .try_set(t!("asking.published", version = version));
                    let _ = writing.screen.try_set(Screen::List);
                }
                Err(reason) => {
                    let _ = error.try_set(Some(reason.sentence()));
                }
            }
            let _ = busy.try_set(false);
        });
    });
    let warned = writing.draft.with_untracked(|draft| {
        let questions = draft.questions.iter();
        questions
            .flat_map(|question| {
                let warnings = draft.warnings(question.key, |key| t!(key));
                let words = question.words.clone();
                warnings
                    .into_iter()
                    .map(move |warning| (words.clone(), warning_words(warning)))
            })
            .collect::<Vec<_>>()
    });
    view! {
        <QuestionPage
            title=t!("asking.publish_title")
            error
            button=t!("asking.publish")
            on_answer=publish
            back=Some(back)
            busy
        >
            <p>{t!("asking.publish_sync")}</p>
            <p>{t!("asking.publish_tonight")}</p>
            <p>{t!("asking.publish_before")}</p>
            {warned
                .into_iter()
                .map(|(words, warning)| {
                    view! {
                        <div class="banner stop">
                            <p dir="auto">
                                <strong>{words}</strong>
                            </p>
                            <p>{warning}</p>
                        </div>
                    }
                })
                .collect_view()}
        </QuestionPage>
    }
}

/// Records the new questions, then the script over all of them: its version.
async fn publish(writing: Writing) -> Result<u32, SaveError> {
    let Writing { phone, draft, .. } = writing;
    let new = draft.with_untracked(super::ScriptDraft::new_questions);
    if !new.is_empty() {
        let dots = phone.record(new).await?;
        draft.update(|draft| draft.recorded(&dots));
    }
    let newest = writing.asked.get_untracked().map_or(0, |it| it.version);
    let version = newest + 1;
    // Every question is on the board by now.
    if let Some(script) = draft.with_untracked(|draft| draft.script(version)) {
        phone.record(vec![script]).await?;
    }
    draft.set(from(writing.asked.get_untracked().as_ref()));
    phone.sync();
    Ok(version)
}
