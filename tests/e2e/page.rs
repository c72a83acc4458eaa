//! A page as a person uses it: by what is written on it. Works in every browser with WebDriver.

use std::cell::Cell;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use thirtyfour::session::scriptret::ScriptRet;
use thirtyfour::{WebDriver, WebElement};

/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(20);
/// A driver that has not answered by then never will: WebKit's loses what it is asked as a page goes
/// (seen in 2.50.6), and only the question that was asked.
const LOST: Duration = Duration::from_secs(15);
/// How often it is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// No thumb taps two things faster than this one after the other; what comes sooner is a tremble
/// to the app.
const BETWEEN_TAPS: Duration = Duration::from_millis(350);

/// What can be tapped whose words, seen or spoken, are these, or else hold these.
const TO_TAP: &str = r#"
    const [words] = arguments;
    const plain = (text) => text.replace(/\s+/g, ' ').trim();
    const name = (it) => plain(it.getAttribute('aria-label') ?? it.textContent);
    const tappable = 'a[href],button,summary,label,[role=checkbox],[role=radio]';
    const all = [...document.querySelectorAll(tappable)].filter((it) => it.checkVisibility());
    return all.find((it) => name(it) === words) ?? all.find((it) => name(it).includes(words)) ?? null;
"#;

/// The field with this label.
const FIELD: &str = r#"
    const [words] = arguments;
    const plain = (text) => text.replace(/\s+/g, ' ').trim();
    const label = (it) => {
        const by = it.getAttribute('aria-labelledby');
        const labels = by ? by.split(' ').map((id) => document.getElementById(id)) : [...(it.labels ?? [])];
        return plain(it.getAttribute('aria-label') ?? labels.map((one) => one?.textContent ?? '').join(' '));
    };
    const all = [...document.querySelectorAll('input,textarea,select')].filter((it) => it.checkVisibility());
    return all.find((it) => label(it) === words) ?? all.find((it) => label(it).includes(words)) ?? null;
"#;

/// Notes whether the page hears of the next tap.
const LISTEN: &str = "window.heardOfTap = false;
    const heard = () => { window.heardOfTap = true };
    document.addEventListener('click', heard, { capture: true, once: true })";

/// Whether it did. A page that came with the tap knows nothing of it, and there is none without one.
const HEARD: &str = "return window.heardOfTap !== false";

/// How long a page may take to hear of a tap before that is taken for lost.
const HEARS_WITHIN: Duration = Duration::from_secs(2);

/// Whether the page in front of the app offers to load it again.
const OFFERED: &str = "document.getElementById('shell-slow')?.checkVisibility() === true";

/// Which of the app's files have come, and when, for an app that does not draw.
const COME: &str = r#"
    const files = performance.getEntriesByType('resource');
    const come = files.map((it) => `${new URL(it.name).pathname} ${Math.round(it.startTime)}-${Math.round(it.responseEnd)}`);
    const bar = document.getElementById('shell-progress');
    return `${Math.round(performance.now())} ms, bar ${bar?.value}, worker ${navigator.serviceWorker?.controller?.state}: ${come.join(', ')}`;
"#;

/// Marks the page's heading, so that another one is told from it.
const LEAVE: &str = "const it = document.querySelector('h1');
    it?.setAttribute('data-left', '');
    window.headingLeft = it?.textContent";
/// Whether the heading is another one: drawn since, or with other words.
const ARRIVED: &str = "const it = document.querySelector('h1');
    return !!it && (!it.hasAttribute('data-left') || it.textContent !== window.headingLeft)";

/// Everything that can be read on the page; of a stair's doors, too, what is read out.
const TEXT: &str = r"const doors = [...document.querySelectorAll('.door')].map((it) => it.ariaLabel);
    return [document.body.innerText, ...doors].join(' ').replace(/\s+/g, ' ')";

/// A browser's page.
pub struct Page {
    /// The driver's session.
    pub driver: WebDriver,
    /// Where the app is.
    origin: String,
    /// Whose it is, for messages.
    pub who: String,
    tapped: Cell<Option<Instant>>,
}

impl Page {
    /// The page of a session.
    pub fn new(driver: WebDriver, origin: &str, who: &str) -> Page {
        Page {
            driver,
            origin: origin.to_string(),
            who: who.to_string(),
            tapped: Cell::new(None),
        }
    }

    /// Opens a path of the app.
    pub async fn open(&self, path: &str) -> Result<()> {
        self.open_link(&format!("{}{path}", self.origin)).await
    }

    /// Opens a link, and waits until the app has drawn.
    pub async fn open_link(&self, link: &str) -> Result<()> {
        self.driver.goto(link).await?;
        self.drawn().await
    }

    /// Loads the page again.
    pub async fn reload(&self) -> Result<()> {
        self.driver.refresh().await?;
        self.drawn().await
    }

    /// Waits until the app has drawn. Where it offers to be loaded again that is tapped, as anyone
    /// would, and told: once, and an app that does not draw then is one that does not start.
    async fn drawn(&self) -> Result<()> {
        let drawn = "return !document.getElementById('shell') && !!document.querySelector('h1')";
        let settled = format!("return {OFFERED} || (() => {{ {drawn} }})()");
        self.until("the app to draw", &settled).await?;
        if self.look(drawn, &[]).await? == Value::Bool(true) {
            return Ok(());
        }
        let come = self.look(COME, &[]).await?;
        println!("    {} loads again what did not start: {come}", self.who);
        // By its name in the page: what it says is in the person's language.
        self.script("document.getElementById('shell-again').click()", &[])
            .await?;
        self.until("the app to draw", drawn).await
    }

    /// Waits until a piece of script returns true.
    pub async fn until(&self, what: &str, script: &str) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.look(script, &[]).await? == Value::Bool(true) {
                return Ok(());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        bail!(
            "{} waited for {what} in vain; {}",
            self.who,
            self.here().await
        )
    }

    /// Runs a piece of script that only looks: asked again where the driver lost the question.
    async fn look(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        Ok(self.found(script, arguments).await?.json().clone())
    }

    /// The same, where what is found may be an element.
    async fn found(&self, script: &str, arguments: &[Value]) -> Result<ScriptRet> {
        for _ in 0..2 {
            let asked = self.driver.execute(script, arguments.to_vec());
            match tokio::time::timeout(LOST, asked).await {
                Ok(answered) => return Ok(answered?),
                Err(_) => println!("    {}'s driver lost a question: asked again", self.who),
            }
        }
        Ok(self.driver.execute(script, arguments.to_vec()).await?)
    }

    /// Runs a piece of script.
    pub async fn script(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        let returned = self.driver.execute(script, arguments.to_vec()).await?;
        Ok(returned.json().clone())
    }

    /// Taps what says this.
    pub async fn tap(&self, words: &str) -> Result<()> {
        let since = self.tapped.get().map_or(BETWEEN_TAPS, |at| at.elapsed());
        tokio::time::sleep(BETWEEN_TAPS.saturating_sub(since)).await;
        let tapped = self.with(TO_TAP, words, async |it| self.tap_on(it).await);
        let tapped = tapped.await;
        self.tapped.set(Some(Instant::now()));
        tapped
    }

    /// Taps; once more where the page did not so much as hear of it. WebKit's driver loses a tap now and then, most
    /// often right after a page is drawn (seen in 2.50.6). A tap that the page heard is never repeated: that would
    /// hide a button that does nothing.
    async fn tap_on(&self, it: WebElement) -> thirtyfour::error::WebDriverResult<()> {
        self.driver.execute(LISTEN, Vec::new()).await?;
        it.click().await?;
        let begun = Instant::now();
        while begun.elapsed() < HEARS_WITHIN {
            match self.driver.execute(HEARD, Vec::new()).await {
                Ok(heard) if *heard.json() == json!(false) => {}
                // The page goes as it is asked: it was heard.
                _ => return Ok(()),
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        println!("    {}'s driver lost a tap: tapped again", self.who);
        it.click().await
    }

    /// Taps what a selector finds first, in whatever language the page is, and waits until what another one
    /// finds is there: another heading, where there is none.
    pub async fn tap_part(&self, part: &str, shows: Option<&str>) -> Result<()> {
        self.script(LEAVE, &[]).await?;
        let since = self.tapped.get().map_or(BETWEEN_TAPS, |at| at.elapsed());
        tokio::time::sleep(BETWEEN_TAPS.saturating_sub(since)).await;
        let find = "return document.querySelector(arguments[0])";
        let tapped = self.with(find, part, async |it| self.tap_on(it).await);
        tapped.await?;
        self.tapped.set(Some(Instant::now()));
        match shows {
            None => self.until("another heading", ARRIVED).await,
            Some(shows) => {
                let there = format!("return !!document.querySelector('{shows}')");
                self.until(shows, &there).await
            }
        }
    }

    /// Goes to a path within the app, as "back" would: nothing is loaded anew.
    pub async fn go(&self, path: &str) -> Result<()> {
        self.script(LEAVE, &[]).await?;
        let go = "history.pushState(null, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate'))";
        self.script(go, &[json!(path)]).await?;
        self.until(path, ARRIVED).await
    }

    /// Types into the field with this label, over what is there.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        self.with(FIELD, label, async |it| {
            it.clear().await?;
            it.send_keys(text).await
        })
        .await
    }

    /// Picks a file in the field with this label.
    pub async fn pick_file(&self, label: &str, file: &std::path::Path) -> Result<()> {
        let file = file.display().to_string();
        self.with(FIELD, label, async |it| it.send_keys(&file).await)
            .await
    }

    /// Finds something, and does something with it: again if the page is drawn anew meanwhile.
    async fn with(
        &self,
        find: &str,
        words: &str,
        act: impl AsyncFn(WebElement) -> thirtyfour::error::WebDriverResult<()>,
    ) -> Result<()> {
        let begun = Instant::now();
        let mut last = None;
        while begun.elapsed() < PATIENCE {
            let found = self.found(find, &[json!(words)]).await?;
            if !found.json().is_null() {
                // A driver takes what lies under the bottom bar for visible.
                let middle = "arguments[0].scrollIntoView({ block: 'center' })";
                // It may have gone meanwhile, which the next line says better.
                let _ = self.found(middle, &[found.json().clone()]).await;
                match act(found.element()?).await {
                    Ok(()) => return Ok(()),
                    Err(error) => last = Some(error),
                }
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        let why = last.map_or("it is not there".to_string(), |error| error.to_string());
        bail!(
            "{} could not use “{words}”: {why}; {}",
            self.who,
            self.here().await
        )
    }

    /// Waits until this can be read on the page.
    pub async fn sees(&self, words: &str) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.text().await?.contains(words) {
                return Ok(());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        bail!("{} does not see “{words}”; {}", self.who, self.here().await)
    }

    /// That this cannot be read on the page now.
    pub async fn does_not_see(&self, words: &str) -> Result<()> {
        if self.text().await?.contains(words) {
            bail!("{} sees “{words}”; {}", self.who, self.here().await);
        }
        Ok(())
    }

    /// Waits until it is gone: what was tapped takes it away, in its own time.
    pub async fn no_longer_sees(&self, words: &str) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if !self.text().await?.contains(words) {
                return Ok(());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        bail!("{} still sees “{words}”; {}", self.who, self.here().await)
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> Result<String> {
        let text = self.look(TEXT, &[]).await?;
        Ok(text.as_str().unwrap_or_default().to_string())
    }

    /// The page's heading.
    pub async fn heading(&self) -> Result<String> {
        let heading = self
            .look(
                "return document.querySelector('h1')?.textContent.trim() ?? ''",
                &[],
            )
            .await?;
        Ok(heading.as_str().unwrap_or_default().to_string())
    }

    /// Waits until the page's heading is another one, and returns it.
    pub async fn heading_after(&self, before: &str) -> Result<String> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let heading = self.heading().await?;
            if !heading.is_empty() && heading != before {
                return Ok(heading);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        bail!("{} stays at “{before}”; {}", self.who, self.here().await)
    }

    /// The value beside a name in a list of facts: `Sent` → `12`.
    pub async fn fact(&self, name: &str) -> Result<String> {
        let script = "const [name] = arguments;
            const term = [...document.querySelectorAll('dt')].find((dt) => dt.textContent.trim() === name);
            return term?.nextElementSibling?.textContent.trim() ?? null";
        let value = self.look(script, &[json!(name)]).await?;
        let value = value.as_str().map(str::to_string);
        value.with_context(|| format!("{} finds no “{name}”", self.who))
    }

    /// Waits until the value beside a name is this.
    pub async fn fact_is(&self, name: &str, wanted: &str) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.fact(name).await.is_ok_and(|value| value == wanted) {
                return Ok(());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        bail!(
            "“{name}” is not “{wanted}” for {}; {}",
            self.who,
            self.here().await
        )
    }

    /// Where it is and what it shows, for messages.
    pub async fn here(&self) -> String {
        let path = self.script("return location.pathname", &[]).await;
        let text = self.text().await.unwrap_or_default();
        format!(
            "at {} one reads: {text}",
            path.unwrap_or_default().as_str().unwrap_or_default()
        )
    }
}
