// Payloads to look at.

export const samples = [
  {
    name: 'Device, TLV',
    format: 'tlv',
    path: '/3/0',
    payload:
      'c8 00 14 4f 70 65 6e 20 4d 6f 62 69 6c 65 20 41 6c 6c 69 61 6e 63 65 c8 01 16 4c 69 67 68 74 77 65 69 67 68 74 20 4d 32 4d 20 43 6c 69 65 6e 74 c8 02 09 33 34 35 30 30 30 31 32 33 c3 03 31 2e 30 86 06 41 00 01 41 01 05 88 07 08 42 00 0e d8 42 01 13 88 87 08 41 00 7d 42 01 03 84 c1 09 64 c1 0a 0f 83 0b 41 00 00 c4 0d 51 82 42 8f c6 0e 2b 30 32 3a 30 30 c1 10 55',
  },
  {
    name: 'Temperatures, SenML JSON',
    format: 'senml-json',
    path: '/3303/0/5700',
    payload:
      '[{"bn":"/3303/0/5700","bt":1700000000,"v":21.5},\n {"t":60,"v":21.75},\n {"t":120,"v":22}]',
  },
  {
    name: 'Firmware state, LwM2M CBOR',
    format: 'lwm2m-cbor',
    path: '/5/0',
    payload: 'a1 05 a1 00 a4 03 00 05 00 06 66 76 32 2e 34 2e 30 09 02',
  },
  {
    name: 'Registration, links',
    format: 'link',
    path: '/',
    operation: 'register',
    payload: '</>;rt="oma.lwm2m";ct="110 112",</1/0>,</3/0>;ver=1.2,</5/0>,</3303/0>,</3303/1>',
  },
  {
    name: 'A broken TLV',
    format: 'tlv',
    path: '/3/0',
    payload: 'c1 09 64 86 06 41 00 01 41 01 05 c8 0e 06 2b 30 32',
  },
  {
    name: 'JSON that only lenient reading takes',
    format: 'senml-json',
    path: '/',
    payload: '[{"n":"3/0/9","v":95},{"n":"/3/0/10","v":15}]',
  },
]
