//! What can be taken out of the campaign as a file, and who has taken what.

use leptos::prelude::*;

use super::contacts::Contacts;
use super::plan::More;
use super::{download, lock};
use crate::client::parts::when::{time_and_day, tonight};
use crate::client::phone::Phone;
use crate::client::told::SaveError;
use crate::organise::export::{Export, Merged, TakenOut, Written, taken_out};
use crate::organise::report::Report;
use crate::t;

/// So many of the files that were saved are listed at once.
const LISTED_AT_ONCE: usize = 8;

/// The tables as files that are safe to open in a spreadsheet, the shapes of other tools, and what
/// was saved so far.
#[component]
pub fn Files(
    /// The morning's report.
    report: Memo<Report>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let said = RwSignal::new(Ok(String::new()));
    // The file that was to be taken out when that could not be recorded.
    let unsaved = RwSignal::new(None);
    let save = move |export: Export| {
        leptos::task::spawn_local(async move {
            let outcome = match report.with_untracked(|report| written(phone, report, export)) {
                Some(file) => take_out(phone, &file, unsaved.get_untracked() == Some(export)).await,
                None => Err(NotTaken::NotHandedOver),
            };
            // What is not held is recorded at the next tap, or no file leaves.
            let is_held = match &outcome {
                Err(NotTaken::NotRecorded(why)) => why.is_held(),
                _ => false,
            };
            // The page may have been left meanwhile.
            let _ = unsaved.try_set(is_held.then_some(export));
            let _ = said.try_set(match outcome {
                Ok(()) => Ok(t!("organiser.file_taken", file = export.file())),
                Err(NotTaken::NotRecorded(reason)) => Err(reason.sentence()),
                Err(NotTaken::NotHandedOver) => {
                    Err(t!("organiser.file_not_saved", file = export.file()))
                }
            });
        });
    };
    let locked = Memo::new(move |_| lock::followed(phone).err());
    move || {
        if let Some(locked) = locked.get() {
            return view! { <p class="banner stop">{t!(locked.key())}</p> }.into_any();
        }
        let (others, tables): (Vec<Export>, _) = Export::ALL
            .into_iter()
            .partition(|export| export.is_for_other_tools());
        let buttons = move |exports: Vec<Export>| {
            let button = move |export: Export| {
                view! {
                    <button type="button" class="button" on:click=move |_| save(export)>
                        {t!(export.key())}
                    </button>
                }
            };
            exports.into_iter().map(button).collect_view()
        };
        view! {
            <p>{t!("organiser.files_what")}</p>
            <div class="row">{buttons(tables)}</div>
            <h3>{t!("organiser.files_others")}</h3>
            <div class="row">{buttons(others)}</div>
            <p role="status">{move || said.get().ok()}</p>
            <p class="error" role="alert">
                {move || said.get().err()}
            </p>
            <Contacts report=report />
            <Taken />
        }
        .into_any()
    }
}

fn written(phone: Phone, report: &Report, export: Export) -> Option<Written> {
    phone.read_untracked(|state| {
        let words = |key: &str| t!(key);
        let merged = Merged::new(state, report, tonight(), &words);
        export.write(&lock::to_export(phone).ok()?, &merged).ok()
    })
}

/// Why a file was not taken out.
enum NotTaken {
    /// It could not be recorded that it is.
    NotRecorded(SaveError),
    /// It was recorded, and this browser did not take the file.
    NotHandedOver,
}

/// Records that a file is taken out, then hands it over. Where that was tried before and is held, it
/// is saved and not recorded a second time.
async fn take_out(phone: Phone, file: &Written, tried: bool) -> Result<(), NotTaken> {
    let recorded = download::recorded(phone, file.recorded(), tried).await;
    let recorded = recorded.map_err(NotTaken::NotRecorded)?;
    // Asked again: a list of the full register may have come meanwhile.
    let may = lock::to_export(phone).ok();
    let handed_over = may.and_then(|may| download::export(&may, &recorded, file));
    handed_over.ok_or(NotTaken::NotHandedOver)
}

/// What was saved so far, by whom and when.
#[component]
fn Taken() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let taken = Memo::new(move |_| phone.read(taken_out));
    let shown = RwSignal::new(LISTED_AT_ONCE);
    let rows = move || {
        taken.with(|taken| {
            let taken = taken.iter().take(shown.get());
            taken.map(taken_row).collect_view()
        })
    };
    view! {
        <h3>{t!("organiser.files_taken")}</h3>
        <Show when=move || taken.with(Vec::is_empty)>
            <p class="quiet">{t!("organiser.files_taken_none")}</p>
        </Show>
        <ul class="stack tight">{rows}</ul>
        {move || view! { <More shown=shown all=taken.with(Vec::len) /> }}
    }
}

fn taken_row(row: &TakenOut) -> impl IntoView + use<> {
    let line = t!(
        "organiser.files_taken_line",
        n = row.lines,
        file = row.file,
        who = row.by,
        when = time_and_day(row.at)
    );
    view! {
        <li>
            <bdi>{line}</bdi>
        </li>
    }
}
