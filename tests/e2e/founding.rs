//! A campaign started as quickly as pages let one.

use anyhow::{Result, ensure};
use serde_json::json;
use stairwell::t;

use crate::page::Page;

/// The six words, as the page shows them.
const WORDS: &str =
    "return [...document.querySelectorAll('.words-sheet li')].map((li) => li.textContent)";

/// A date field is typed otherwise in every country.
const PICK: &str = "const field = document.querySelector('input[type=date]');
    field.value = arguments[0];
    field.dispatchEvent(new Event('input', { bubbles: true }));";

/// Starts one of this group, question by question; the six words.
pub async fn quickly(
    page: &Page,
    start_code: &str,
    group: &str,
    ends: Option<&str>,
) -> Result<Vec<String>> {
    page.open(&format!("/start#{start_code}")).await?;
    for (question, answer) in [
        ("group", Some(group)),
        ("contact", Some("01632 960 002")),
        // Words to begin with stand there already.
        ("kept", None),
        ("why", None),
    ] {
        let question = t!(&format!("start.{question}"));
        page.sees(&question).await?;
        if let Some(answer) = answer {
            page.fill(&question, answer).await?;
        }
        page.tap(&t!("start.go_on")).await?;
    }
    page.tap(&t!("start.sharing_nobody")).await?;
    page.tap(&t!("start.go_on")).await?;
    page.fill(&t!("start.name"), "Olwen").await?;
    page.tap(&t!("start.go_on")).await?;
    page.sees(&t!("start.ends")).await?;
    if let Some(day) = ends {
        page.script(PICK, &[json!(day)]).await?;
    }
    page.tap(&t!("start.go_on")).await?;
    let words = words(page).await?;
    page.tap(&t!("start.words_written")).await?;
    type_back(page, &words).await?;
    page.tap(&t!("start.found")).await?;
    page.sees(&t!("organiser.step_list_todo")).await?;
    Ok(words)
}

/// Copies the six words from the screen.
pub async fn words(page: &Page) -> Result<Vec<String>> {
    page.sees(&t!("start.words_hint")).await?;
    let words: Vec<String> = serde_json::from_value(page.script(WORDS, &[]).await?)?;
    ensure!(words.len() == 6, "six words, not {}", words.len());
    Ok(words)
}

/// Types back those that are asked for.
pub async fn type_back(page: &Page, words: &[String]) -> Result<()> {
    page.sees(&t!("start.typed_back")).await?;
    for (place, word) in (1..).zip(words) {
        let label = t!("start.typed_back_word", place = place);
        if page.text().await?.contains(&label) {
            page.fill(&label, word).await?;
        }
    }
    Ok(())
}
