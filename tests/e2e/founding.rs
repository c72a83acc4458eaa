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
    until_its_end(page, start_code, group).await?;
    if let Some(day) = ends {
        page.script(PICK, &[json!(day)]).await?;
    }
    page.tap(&t!("start.go_on")).await?;
    let words = write_down(page).await?;
    page.sees(&t!("organiser.step_list_todo")).await?;
    Ok(words)
}

/// Starts one of a committee: each by name, stair and tenure, two of whom must sign. Their words, in order.
pub async fn of_committee(
    page: &Page,
    start_code: &str,
    group: &str,
    committee: &[(&str, &str, &str)],
) -> Result<Vec<Vec<String>>> {
    until_its_end(page, start_code, group).await?;
    page.tap(&t!("handover.who_several")).await?;
    page.sees(&t!("handover.committee")).await?;
    // WebKit's driver does not reach a button right after its page is drawn.
    let go_on = "[...document.querySelectorAll('main button')]
        .find((it) => it.textContent.includes(arguments[0])).click()";
    page.script(go_on, &[json!(t!("start.go_on"))]).await?;
    page.sees(&t!("handover.missing")).await?;
    let set = "const field = document.getElementById(arguments[0]);
        field.value = arguments[1];
        field.dispatchEvent(new Event(arguments[2], { bubbles: true }));";
    for (n, (name, stair, tenure)) in committee.iter().enumerate() {
        for (what, value, event) in [
            ("name", name, "input"),
            ("stair", stair, "input"),
            ("tenure", tenure, "change"),
        ] {
            let field = format!("{what}-{n}");
            page.script(set, &[json!(field), json!(value), json!(event)])
                .await?;
        }
    }
    page.tap(&t!("start.go_on")).await?;
    page.sees(&t!("handover.needed_hint")).await?;
    page.tap(&t!("start.go_on")).await?;
    let mut all = Vec::new();
    for (name, ..) in committee {
        page.sees(&t!("handover.hand_to", name = name)).await?;
        page.tap(&t!("handover.hand_to_done")).await?;
        all.push(write_down(page).await?);
    }
    page.sees(&t!("organiser.step_list_todo")).await?;
    Ok(all)
}

/// Copies the words, and types back those that are asked for.
async fn write_down(page: &Page) -> Result<Vec<String>> {
    let words = words(page).await?;
    page.tap(&t!("start.words_written")).await?;
    type_back(page, &words).await?;
    page.tap(&t!("start.found")).await?;
    Ok(words)
}

/// Answers every question before that of its end.
async fn until_its_end(page: &Page, start_code: &str, group: &str) -> Result<()> {
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
    page.sees(&t!("start.ends")).await
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
