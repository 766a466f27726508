//! Which files learning reads: a manifest (`src/learn/data/inputs.toml`) that names every source, its group and how much
//! it counts.

use crate::error::{Error, ErrorKind, Result};
use crate::files::read_text;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The manifest.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Lead list that words, names and vectors come from.
    pub(super) words: String,
    /// Further lists whose words are known words, at least three texts each.
    #[serde(default)]
    pub(super) more_words: Vec<List>,
    #[serde(default)]
    pub(super) profiles: Vec<Profiles>,
    #[serde(default)]
    pub(super) labels: Vec<Labels>,
    #[serde(default)]
    pub(super) phrases: Vec<Phrases>,
    /// Glossaries, files beside the manifest: phrase, `product` or `service`, labels.
    #[serde(default)]
    pub(super) glossaries: Vec<String>,
    /// Words, and pairs of Chinese characters, that say nothing of what a firm does: files beside the manifest, one a line.
    #[serde(default)]
    pub(super) uninformative: Vec<String>,
    /// Firms that people of a trade know, files beside the manifest: name, labels.
    #[serde(default)]
    pub(super) firms: Vec<String>,
    /// Folder of sentence frames.
    pub(super) frames: String,
}

/// A list of companies with texts: CSV, plain or gzipped.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    pub(super) texts: String,
    /// Columns of id, name and text.
    pub(super) columns: [String; 3],
}

/// Labelled profiles, whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profiles {
    /// A file beside the manifest, or, where `texts` stands, below the folder of texts.
    pub(super) file: String,
    #[serde(default)]
    pub(super) among_texts: bool,
    pub(super) group: String,
    #[serde(default = "one")]
    pub(super) weight: f32,
}

/// Labels of companies of a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    pub(super) files: Vec<String>,
    pub(super) list: List,
    /// The group of all, or the column that names it.
    pub(super) group: Option<String>,
    pub(super) group_column: Option<String>,
    #[serde(default = "one")]
    pub(super) weight: f32,
}

/// Phrases of a classification with the labels of its classes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrases {
    /// Tab-separated: class and phrase, in these columns from 0, below the folder of texts.
    pub(super) file: String,
    pub(super) columns: [usize; 2],
    /// Class, labels.
    pub(super) classes: String,
    /// Class, phrase, labels: where single phrases of a class differ.
    pub(super) single: Option<String>,
    pub(super) group: String,
}

fn one() -> f32 {
    1.0
}

/// Where the inputs are.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The manifest; the labels and profiles it names stand beside it.
    pub manifest: PathBuf,
    /// The folder of the texts it names.
    pub texts: PathBuf,
}

impl Inputs {
    pub(super) fn read(&self) -> Result<Manifest> {
        let text = read(&self.manifest)?;
        toml::from_str(&text).map_err(|error| malformed(&self.manifest, error.to_string()))
    }

    /// Every file that learning reads: its name in the manifest and where it is.
    pub(super) fn files(&self) -> Result<Vec<(String, PathBuf)>> {
        let manifest = self.read()?;
        let mut files = vec![("inputs.toml".to_owned(), self.manifest.clone())];
        let mut text = |name: &str| files.push((name.to_owned(), self.text(name)));
        text(&manifest.words);
        manifest
            .more_words
            .iter()
            .for_each(|list| text(&list.texts));
        manifest
            .labels
            .iter()
            .for_each(|labels| text(&labels.list.texts));
        manifest
            .phrases
            .iter()
            .for_each(|phrases| text(&phrases.file));
        let among = manifest.profiles.iter().filter(|one| one.among_texts);
        among.for_each(|profiles| text(&profiles.file));
        let mut beside = |name: &str| files.push((name.to_owned(), self.beside(name)));
        let lists = manifest.glossaries.iter().chain(&manifest.firms);
        let lists = lists.chain(&manifest.uninformative);
        lists.for_each(|file| beside(file));
        let own = manifest.profiles.iter().filter(|one| !one.among_texts);
        own.for_each(|profiles| beside(&profiles.file));
        manifest
            .labels
            .iter()
            .flat_map(|labels| &labels.files)
            .for_each(|file| beside(file));
        for phrases in &manifest.phrases {
            beside(&phrases.classes);
            phrases.single.iter().for_each(|file| beside(file));
        }
        let folder = self.beside(&manifest.frames);
        let entries = std::fs::read_dir(&folder).map_err(|error| Error::io(&folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Error::io(&folder, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            files.push((format!("{}/{name}", manifest.frames), entry.path()));
        }
        files.sort();
        files.dedup();
        Ok(files)
    }

    /// A file beside the manifest.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.manifest.with_file_name(name)
    }

    /// A file among the texts.
    pub(super) fn text(&self, name: &str) -> PathBuf {
        self.texts.join(name)
    }
}

/// The longest of the texts that are read as a whole: ten times the longest of the shipped ones and more.
const MOST: u64 = 256 << 20;

/// The text of a file.
pub(super) fn read(path: &Path) -> Result<String> {
    let bytes = read_text(path, MOST)?;
    String::from_utf8(bytes).map_err(|_| malformed(path, "it is not UTF-8".to_owned()))
}

/// An input that is not of its form.
pub(super) fn malformed(path: &Path, why: String) -> Error {
    Error::new(ErrorKind::Malformed, format!("{}: {why}", path.display()))
}
