//! The night's tables as files anyone can open.

use leptos::prelude::*;

use super::download;
use crate::client::phone::Phone;
use crate::organise::export;
use crate::organise::lock::may_export;
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
        let saved = report.with_untracked(|report| {
            phone.read_untracked(|state| {
                let may = may_export(state).ok()?;
                let bytes = match name {
                    "doors.csv" => export::doors(&may, state, report, words),
                    "knocks.csv" => export::knocks(&may, report),
                    "answers.csv" => export::answers(&may, state, words),
                    _ => export::disagreements(&may, state, report, words),
                };
                download::csv(&may, name, &bytes.ok()?)
            })
        });
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
    let locked = Memo::new(move |_| phone.read(|state| may_export(state).err()));
    move || {
        if let Some(locked) = locked.get() {
            return view! { <p class="banner stop">{t!(locked.key())}</p> }.into_any();
        }
        let buttons = files.clone().into_iter().map(|(file, words)| {
            view! {
                <button type="button" class="button" on:click=move |_| save(file)>
                    {words}
                </button>
            }
        });
        view! {
            <p>{t!("organiser.files_what")}</p>
            <div class="row">{buttons.collect_view()}</div>
            <p role="status">{move || said.get()}</p>
        }
        .into_any()
    }
}
