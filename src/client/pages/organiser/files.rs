//! The night's tables as files anyone can open.

use leptos::prelude::*;

use super::download;
use crate::client::phone::Phone;
use crate::organise::export;
use crate::organise::report::Report;
use crate::t;

/// The tables as files that are safe to open in a spreadsheet.
#[component]
pub fn Files(
    /// The morning's report.
    report: Memo<Report>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let said = RwSignal::new(String::new());
    let words = |key: &str| t!(key);
    let save = move |name: &'static str| {
        let bytes = report.with_untracked(|report| {
            phone.read_untracked(|state| match name {
                "doors.csv" => export::doors(state, report, words),
                "knocks.csv" => export::knocks(report),
                "answers.csv" => export::answers(state, words),
                _ => export::disagreements(state, report, words),
            })
        });
        let saved = bytes.ok().and_then(|bytes| download::csv(name, &bytes));
        said.set(match saved {
            Some(()) => t!("organiser.file_saved", file = name),
            None => t!("organiser.file_not_saved", file = name),
        });
    };
    let files = [
        ("doors.csv", t!("organiser.file_doors")),
        ("knocks.csv", t!("organiser.file_knocks")),
        ("answers.csv", t!("organiser.file_answers")),
        ("disagreements.csv", t!("organiser.file_disagreements")),
    ];
    view! {
        <p>{t!("organiser.files_what")}</p>
        <div class="row">
            {files
                .into_iter()
                .map(|(file, words)| {
                    view! {
                        <button type="button" class="button" on:click=move |_| save(file)>
                            {words}
                        </button>
                    }
                })
                .collect_view()}
        </div>
        <p role="status">{move || said.get()}</p>
    }
}
