import path from 'node:path'
import { defineConfig } from '@tarojs/cli'
import { apiOrigin } from './api-origin'

const root = path.resolve(__dirname, '../../..')
const sharedSource = path.join(root, 'packages/shared/src')
const isH5 = process.env.TARO_ENV === 'h5'

// Old phones run old JavaScript engines, and these are written in a newer language than babel-preset-taro's targets.
const transpiled = [sharedSource, /node_modules[\\/](zod|canonicalize|sm-crypto-v2|@noble)[\\/]/]

export default defineConfig<'webpack5'>({
  projectName: 'zhixin',
  date: '2026-11-21',
  // Every size in this project is a px token times the reader's own type scale: nothing is turned into rpx or rem,
  // because rpx ignores the font setting of the phone. NutUI's files are drawn for 375.
  designWidth: 375,
  deviceRatio: { 375: 2, 640: 2.34 / 2, 750: 1, 828: 1.81 / 2 },
  sourceRoot: 'src',
  outputRoot: isH5 ? 'dist/h5' : 'dist/weapp',
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  logger: { quiet: true, stats: false },
  plugins: ['@tarojs/plugin-html'],
  alias: { '@zhixin/shared': sharedSource, '@': path.resolve(__dirname, '../src') },
  defineConstants: {
    ZHIXIN_API_ORIGIN: JSON.stringify(isH5 ? '' : apiOrigin(process.env)),
  },
  // Not for the weapp: with a warm cache Taro writes copies of shared chunks into some sub-packages as they were before (a function that is not there).
  cache: {
    enable: isH5,
    buildDependencies: { config: [__filename, path.resolve(__dirname, '../babel.config.js'), path.join(root, 'package-lock.json')] },
  },
  mini: {
    compile: { include: transpiled },
    optimizeMainPackage: { enable: true },
    postcss: { pxtransform: { enable: false }, cssModules: { enable: false } },
  },
  h5: {
    publicPath: './',
    staticDirectory: 'static',
    router: { mode: 'hash' },
    compile: { include: transpiled },
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: { ignoreOrder: true, filename: 'css/[name].[contenthash:8].css', chunkFilename: 'css/[name].[contenthash:8].css' },
    postcss: { autoprefixer: { enable: true }, pxtransform: { enable: false }, cssModules: { enable: false } },
  },
})
