import { dataLayer } from '../interop/data-layer.ts';
import { forward } from '../interop/forward.ts';
import { takePart } from '../take-part.ts';

takePart([forward, dataLayer]);
