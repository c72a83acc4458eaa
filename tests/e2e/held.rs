//! A page as a phone is held: upright, on its side, and with text twice as large, as a phone's own
//! setting makes it. Whatever way, nothing is cut off and nothing runs out of the screen, and what is
//! tapped is as large as a thumb and in reach between the strips that stay.

use std::fmt;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::browser::{Browser, Engine, PHONE};

/// A phone on its side, in CSS pixels.
const ON_ITS_SIDE: (u32, u32) = (844, 390);

/// How a phone is held, and how large its text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    /// For messages and pictures.
    name: &'static str,
    /// In CSS pixels.
    size: (u32, u32),
    /// How many hundredths of the usual text.
    text: u32,
    /// Whether a picture is kept of it.
    pictured: bool,
}

/// Every way; as it is held most comes last, so that it is left so.
const WAYS: [Way; 4] = [
    Way {
        name: "large",
        size: PHONE,
        text: 200,
        pictured: true,
    },
    Way {
        name: "side-large",
        size: ON_ITS_SIDE,
        text: 200,
        pictured: false,
    },
    Way {
        name: "side",
        size: ON_ITS_SIDE,
        text: 100,
        pictured: true,
    },
    Way {
        name: "upright",
        size: PHONE,
        text: 100,
        pictured: false,
    },
];

/// What is wrong with the page as it is laid out now: a line each. The sizes are design's own rule, in CSS
/// pixels; a link in running text is excepted, as WCAG 2.5.8 excepts it.
const JUDGE: &str = include_str!("held.js");

/// Something that is wrong with a page, held some way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    page: String,
    way: &'static str,
    what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: {}", self.page, self.way, self.what)
    }
}

/// Opens every folded part of the page, and what was folded in there.
const UNFOLD: &str = "const done = arguments[arguments.length - 1];
    const frame = () => new Promise((ok) => requestAnimationFrame(() => requestAnimationFrame(ok)));
    const closed = () => [...document.querySelectorAll('main details:not([open])')].filter((it) => it.checkVisibility());
    (async () => {
        for (let all = closed(); all.length; all = closed()) {
            all.forEach((it) => { it.open = true; });
            await frame();
        }
    })().then(() => done(null), (error) => done(String(error)));";

impl Browser {
    /// Opens every folded part of the page.
    pub async fn unfold(&self) -> Result<()> {
        let unfolded = self.page.driver.execute_async(UNFOLD, Vec::new()).await?;
        ensure!(unfolded.json().is_null(), "{}", unfolded.json());
        Ok(())
    }

    /// Holds the phone every way: nothing is wrong with the page, with every folded part of it open. In Chromium
    /// pictures are kept of it with large text and on its side, as one comes to it.
    pub async fn held_every_way(&self, name: &str) -> Result<()> {
        none(&self.faults_held_every_way(name).await?)
    }

    /// The same; what is wrong, for who looks at many pages.
    pub async fn faults_held_every_way(&self, name: &str) -> Result<Vec<Fault>> {
        if self.engine() == Engine::Chromium {
            for way in WAYS.iter().filter(|way| way.pictured) {
                self.hold(*way).await?;
                self.picture(&format!("{name}-{}", way.name)).await?;
            }
        }
        self.unfold().await?;
        let mut faults = Vec::new();
        for way in WAYS {
            self.hold(way).await?;
            let judged = self.page.driver.execute_async(JUDGE, Vec::new()).await?;
            let judged = judged.json().as_array().cloned();
            let judged = judged.with_context(|| format!("{name} was not judged"))?;
            let told = judged.iter().filter_map(Value::as_str);
            faults.extend(told.map(|what| Fault {
                page: name.to_string(),
                way: way.name,
                what: what.to_string(),
            }));
        }
        Ok(faults)
    }

    async fn hold(&self, way: Way) -> Result<()> {
        self.size(way.size).await?;
        let text = format!("{}%", way.text);
        let large = "document.documentElement.style.fontSize = arguments[0]";
        self.page.script(large, &[json!(text)]).await.map(drop)
    }
}

/// That nothing is wrong with any page that was looked at.
pub fn none(faults: &[Fault]) -> Result<()> {
    let lines: Vec<_> = faults.iter().map(Fault::to_string).collect();
    ensure!(
        lines.is_empty(),
        "{} faults:\n{}",
        lines.len(),
        lines.join("\n")
    );
    Ok(())
}
