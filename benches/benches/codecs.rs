//! Decoding and encoding of every format, beside the peers that read or write it:
//! `cargo bench -p lwm2m-codec-benches --bench codecs -- sensors`.

#![allow(missing_docs, reason = "a benchmark")]

mod peers;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lwm2m_codec_benches::Corpus;
use lwm2m_codec_benches::case::Case;

fn codecs(criterion: &mut Criterion) {
    let corpora = Corpus::all();
    for case in Case::all(&corpora) {
        let input = peers::Input::new(case);
        let mut group = criterion.benchmark_group(case.to_string());
        group.throughput(Throughput::Elements(case.records() as u64));
        for mut contender in peers::contenders(&input) {
            group.bench_function(contender.name, |bencher| bencher.iter(|| (contender.run)()));
        }
        group.finish();
    }
}

criterion_group!(benches, codecs);
criterion_main!(benches);
