//! Word vectors from a lead list: latent semantic analysis (S. Deerwester et al., 1990) by subspace iteration.
//!
//! The matrix of texts and stems (TF-IDF, rows of unit length) is multiplied with itself until a random subspace has
//! turned into that of its largest singular values (N. Halko, P. Martinsson, J. Tropp, 2011); a stem's vector is its
//! row there, of unit length. Only cosines are used, so the rotation inside the subspace does not matter.

use super::corpus::CorpusText;
use crate::text::{Stemmer, TokenKind, Tokens, hash_bytes};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Dimensions of a vector: a choice between size (one byte each a stem) and detail; others were not tried.
pub(super) const SIZE: usize = 96;
/// Rounds of subspace iteration. A judgement; others were not tried.
const ROUNDS: usize = 4;
/// A stem in fewer texts has no neighbours to speak of.
const FEWEST_TEXTS: u32 = 6;
/// A stem in a larger share of the texts says nothing.
const LARGEST_SHARE: f64 = 0.2;

/// Unit vectors in steps of 1/127, by stem key in ascending order.
pub(super) fn learn(leads: &[CorpusText], names: &HashSet<u64>) -> BTreeMap<u64, Vec<i8>> {
    let (keys, rows) = matrix(leads, names);
    let mut basis = random(keys.len());
    for _ in 0..ROUNDS {
        basis = multiply(&rows, &basis, keys.len());
        orthonormalise(&mut basis);
    }
    let quantise = |row: &[f32]| -> Vec<i8> {
        let norm = row
            .iter()
            .map(|x| x * x)
            .sum::<f32>()
            .sqrt()
            .max(f32::MIN_POSITIVE);
        row.iter()
            .map(|x| (x / norm * 127.0).round() as i8)
            .collect()
    };
    keys.iter()
        .zip(basis.chunks_exact(SIZE))
        .map(|(key, row)| (*key, quantise(row)))
        .collect()
}

type Row = Vec<(u32, f32)>;

/// Stem keys in ascending order and, for each text, which stems it has and how much of each.
fn matrix(leads: &[CorpusText], names: &HashSet<u64>) -> (Vec<u64>, Vec<Row>) {
    let stemmer = Stemmer::default();
    let mut tokens = Tokens::default();
    let mut stems: HashMap<u64, u64> = HashMap::new();
    let mut texts: BTreeMap<u64, u32> = BTreeMap::new();
    let mut counted: Vec<BTreeMap<u64, u32>> = Vec::with_capacity(leads.len());
    for lead in leads {
        tokens.cut(&lead.text);
        let mut row = BTreeMap::new();
        for token in tokens
            .list
            .iter()
            .filter(|token| token.kind == TokenKind::Word)
        {
            let stem = || hash_bytes(stemmer.stem(tokens.folded(token)).as_bytes());
            *row.entry(*stems.entry(token.hash).or_insert_with(stem))
                .or_insert(0) += 1;
        }
        for key in row.keys() {
            *texts.entry(*key).or_insert(0) += 1;
        }
        counted.push(row);
    }
    let most = leads.len() as f64 * LARGEST_SHARE;
    let kept = |key: &u64, count: u32| {
        count >= FEWEST_TEXTS && f64::from(count) <= most && !names.contains(key)
    };
    let keys: Vec<u64> = texts
        .iter()
        .filter(|(key, count)| kept(key, **count))
        .map(|(key, _)| *key)
        .collect();
    let places: HashMap<u64, u32> = keys
        .iter()
        .enumerate()
        .map(|(at, key)| (*key, at as u32))
        .collect();
    let rows = counted.iter().map(|row| {
        let mut row: Row = row
            .iter()
            .filter_map(|(key, count)| {
                let rarity = libm::log(leads.len() as f64 / f64::from(texts[key]));
                let weight = (1.0 + libm::log(f64::from(*count))) * rarity;
                places.get(key).map(|place| (*place, weight as f32))
            })
            .collect();
        let norm = row
            .iter()
            .map(|(_, x)| x * x)
            .sum::<f32>()
            .sqrt()
            .max(f32::MIN_POSITIVE);
        row.iter_mut().for_each(|(_, x)| *x /= norm);
        row
    });
    let rows = rows.collect();
    (keys, rows)
}

/// Numbers between -1 and 1 that are the same in every run (splitmix64, S. Vigna).
fn random(rows: usize) -> Vec<f32> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    };
    std::iter::repeat_with(next).take(rows * SIZE).collect()
}

/// The transposed matrix times the matrix times `basis`, text by text.
fn multiply(rows: &[Row], basis: &[f32], height: usize) -> Vec<f32> {
    let mut product = vec![0.0_f32; height * SIZE];
    let mut middle = [0.0_f32; SIZE];
    for row in rows {
        middle.fill(0.0);
        for (place, weight) in row {
            let from = &basis[*place as usize * SIZE..][..SIZE];
            middle
                .iter_mut()
                .zip(from)
                .for_each(|(sum, x)| *sum += weight * x);
        }
        for (place, weight) in row {
            let to = &mut product[*place as usize * SIZE..][..SIZE];
            to.iter_mut()
                .zip(&middle)
                .for_each(|(sum, x)| *sum += weight * x);
        }
    }
    product
}

/// Modified Gram-Schmidt on the columns.
fn orthonormalise(basis: &mut [f32]) {
    for column in 0..SIZE {
        for before in 0..column {
            let dot: f64 = basis
                .chunks_exact(SIZE)
                .map(|row| f64::from(row[column]) * f64::from(row[before]))
                .sum();
            basis
                .chunks_exact_mut(SIZE)
                .for_each(|row| row[column] -= dot as f32 * row[before]);
        }
        let norm = basis
            .chunks_exact(SIZE)
            .map(|row| f64::from(row[column]).powi(2))
            .sum::<f64>()
            .sqrt();
        let scale = if norm > 1e-12 {
            (1.0 / norm) as f32
        } else {
            0.0
        };
        basis
            .chunks_exact_mut(SIZE)
            .for_each(|row| row[column] *= scale);
    }
}
